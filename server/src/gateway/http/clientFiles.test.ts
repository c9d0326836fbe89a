import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientFiles } from './clientFiles.ts';

const script = `export const words = '${'one word '.repeat(500)}';`;
const decoders = { br: brotliDecompressSync, gzip: gunzipSync } as const;

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-client-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Plenum</title>');
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'a-1.js'), script);
  await writeFile(join(folder, 'assets', 'a-1.js.br'), brotliCompressSync(script));
  await writeFile(join(folder, 'assets', 'a-1.js.gz'), gzipSync(script));
  await writeFile(join(folder, 'assets', 'plain-1.js'), '1;');
  server = createServer(
    express().use(
      clientFiles(folder, { titleOf: async () => undefined, framesOf: async () => [], publicHost: undefined }),
    ),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks without the decompression of `fetch`. */
async function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Got> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ host: '127.0.0.1', port, path, headers, method }).end();
  const [response] = await once(asked, 'response');
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) };
}

const accepting = (codings: string) => ({ 'accept-encoding': codings });

describe('files of the client', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
  ] as const)('are sent to a browser that accepts %s as %s', async (accepted, coding) => {
    const { status, headers, body } = await get('/assets/a-1.js', accepting(accepted));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-encoding': coding,
      vary: 'Accept-Encoding',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': String(body.length),
    });
    expect(body.length).toBeLessThan(script.length / 10);
    expect(decoders[coding](body).toString()).toBe(script);
  });

  it.each([['identity'], ['deflate'], ['gzip;q=0, br;q=0'], [undefined]])(
    'are sent as they are to a client that accepts %s',
    async (accepted) => {
      const { headers, body } = await get('/assets/a-1.js', accepted === undefined ? {} : accepting(accepted));
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers).toMatchObject({ vary: 'Accept-Encoding', 'cache-control': expect.stringContaining('immutable') });
      expect(body.toString()).toBe(script);
    },
  );

  it('have another tag for each form, and answer 304 to a browser that has this form', async () => {
    const compressed = await get('/assets/a-1.js', accepting('br'));
    const plain = await get('/assets/a-1.js');
    const { etag = '' } = compressed.headers;
    expect(etag).not.toBe('');
    expect(etag).not.toBe(plain.headers.etag);
    const again = await get('/assets/a-1.js', { ...accepting('br'), 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(again.headers).toMatchObject({ vary: 'Accept-Encoding', etag });
    expect(again.headers['content-encoding']).toBeUndefined();
    expect((await get('/assets/a-1.js', { 'if-none-match': etag })).status).toBe(200);
  });

  it('answer HEAD like GET, without the bytes', async () => {
    const { headers, body } = await get('/assets/a-1.js', accepting('br'), 'HEAD');
    expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-length': expect.any(String) });
    expect(body).toHaveLength(0);
  });

  it('are sent as they are when they have no compressed form', async () => {
    const { headers, body } = await get('/assets/plain-1.js', accepting('br'));
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe('1;');
    expect((await get('/icon.svg', accepting('br'))).headers['cache-control']).toBe('public, max-age=0');
  });

  it.each(['/assets/../index.html', '/assets/%2e%2e/assets/a-1.js', '/assets//a-1.js', '/assets/.a-1.js'])(
    'are not looked for at %s',
    async (path) => {
      const { headers } = await get(path, accepting('br'));
      expect(headers['content-encoding']).toBeUndefined();
    },
  );

  it('are never replaced by the compressed page when they do not exist', async () => {
    const { status, headers } = await get('/assets/gone-1.js', accepting('br'));
    expect(status).toBe(404);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-cache');
  });
});
