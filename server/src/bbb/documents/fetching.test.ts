import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { counted } from '../../../test/counted.ts';
import { defaultOutward } from '../../outward/addresses.ts';
import { HttpOutward } from '../../outward/HttpOutward.ts';
import { refusalOf } from '../../features/slides/making.ts';
import { fetchDocument, missReasonOf } from './fetching.ts';

let folder: string;
/** A server inside, which no request may reach, and one of a stranger. */
let inner: Server;
let stranger: Server;
let connections = 0;
let sent = 0;
let files = 0;

const chunk = Buffer.alloc(1024 * 1024);
const pdf = { 'content-type': 'application/pdf' };

const answers: Readonly<Record<string, RequestListener>> = {
  '/good.pdf': (_request, response) => response.writeHead(200, pdf).end('%PDF-1.7'),
  '/named': (_request, response) =>
    response.writeHead(200, { ...pdf, 'content-disposition': 'attachment; filename="Plan.odp"' }).end('x'),
  '/moved.pdf': (_request, response) => response.writeHead(302, { location: '/good.pdf' }).end(),
  '/empty.pdf': (_request, response) => response.writeHead(200, pdf).end(),
  '/html.pdf': (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>'),
  '/untyped': (_request, response) => response.writeHead(200).end('x'),
  '/none.pdf': (_request, response) => response.writeHead(404).end(),
  '/broken.pdf': (_request, response) => response.writeHead(500).end(),
  '/signed.pdf': (_request, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end(),
  '/silent.pdf': () => {},
  '/cut.pdf': (_request, response) => {
    response.writeHead(200, { ...pdf, 'content-length': '1000' });
    response.write('x', () => response.destroy());
  },
  '/drips.pdf': (_request, response) => {
    response.writeHead(200, pdf);
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/said-huge.pdf': (_request, response) =>
    response.writeHead(200, { ...pdf, 'content-length': '1000000000' }).write('x'),
  '/huge.pdf': (_request, response) => {
    response.writeHead(200, pdf);
    const more = () => {
      while (!response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) break;
      }
    };
    response.on('drain', more);
    more();
  },
  '/packed.pdf': (_request, response) => response.writeHead(200, { ...pdf, 'content-encoding': 'gzip' }).end('x'),
  '/circle.pdf': (_request, response) => response.writeHead(302, { location: '/circle.pdf' }).end(),
  '/inwards.pdf': (_request, response) => response.writeHead(302, { location: addressOf(inner, '127.0.0.1') }).end(),
  '/inwards-named.pdf': (_request, response) =>
    response.writeHead(307, { location: addressOf(inner, 'inner.test') }).end(),
  '/to-file.pdf': (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-fetched-'));
  inner = createServer((_request, response) => response.end('secret'));
  inner.on('connection', () => (connections += 1));
  stranger = createServer((request, response) => answers[request.url ?? '']?.(request, response));
  for (const server of [inner, stranger]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
afterAll(async () => {
  for (const server of [inner, stranger]) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, { recursive: true, force: true });
});

function addressOf(server: Server, host: string, path = '/'): string {
  return `http://${host}:${(server.address() as AddressInfo).port}${path}`;
}

const outward = new HttpOutward({
  settings: { ...defaultOutward, allow: ['files.test'] },
  agent: 'Plenum',
  resolve: async (host) => (host.endsWith('.test') ? ['127.0.0.1'] : []),
});
const bounds = { totalMs: 1_000, idleMs: 200, bytes: 4_000_000, redirects: 3 };

function fetchTo(url: string, signal = new AbortController().signal) {
  const path = join(folder, String((files += 1)));
  return fetchDocument(outward, url, { path, signal, bounds }).then((fetched) => ({ ...fetched, path }));
}

it('a document is fetched into a file, also behind a redirect, with the name that its server gives', async () => {
  for (const path of ['/good.pdf', '/moved.pdf']) {
    const fetched = await fetchTo(addressOf(stranger, 'files.test', path));
    expect(fetched).toMatchObject({ bytes: 8, name: '' });
    expect(await readFile(fetched.path, 'utf8')).toBe('%PDF-1.7');
  }
  expect(await fetchTo(addressOf(stranger, 'files.test', '/named'))).toMatchObject({ name: 'Plan.odp' });
});

it('a document that does not come has a reason, and nothing inside is asked', async () => {
  const there = (path: string) => addressOf(stranger, 'files.test', path);
  const cases: readonly (readonly [string, string])[] = [
    [there('/empty.pdf'), 'empty'],
    [there('/html.pdf'), 'page'],
    [there('/untyped'), 'page'],
    [there('/none.pdf'), 'absent'],
    [there('/broken.pdf'), 'absent'],
    [there('/signed.pdf'), 'absent'],
    [there('/silent.pdf'), 'late'],
    [there('/drips.pdf'), 'late'],
    [there('/cut.pdf'), 'unreachable'],
    [there('/said-huge.pdf'), 'bytes'],
    [there('/huge.pdf'), 'bytes'],
    [there('/packed.pdf'), 'unreachable'],
    [there('/circle.pdf'), 'unreachable'],
    [there('/inwards.pdf'), 'private'],
    [there('/inwards-named.pdf'), 'private'],
    [there('/to-file.pdf'), 'address'],
    [addressOf(inner, '127.0.0.1'), 'private'],
    [addressOf(inner, 'localhost'), 'unreachable'],
    [addressOf(inner, 'inner.test'), 'private'],
    [addressOf(inner, '2130706433'), 'private'],
    [addressOf(inner, '[::1]'), 'private'],
    [addressOf(inner, '[::ffff:127.0.0.1]'), 'private'],
    ['http://169.254.169.254/latest/meta-data', 'private'],
    ['http://nowhere.example/a.pdf', 'unreachable'],
    ['file:///etc/passwd', 'address'],
    ['javascript:alert(1)', 'address'],
    ['data:application/pdf;base64,AAAA', 'address'],
    ['ftp://files.test/a.pdf', 'address'],
    ['http://user:word@files.test/a.pdf', 'address'],
    ['http://files.test:22/a.pdf', 'address'],
    ['/etc/passwd', 'address'],
    ['http://files.test/a\nb.pdf', 'address'],
    [`http://files.test/${'x'.repeat(3_000)}`, 'address'],
  ];
  for (const [url, reason] of cases) {
    const error: unknown = await fetchTo(url).catch((failure: unknown) => failure);
    expect(missReasonOf(error) ?? refusalOf(error), url).toBe(reason);
  }
  expect(connections).toBe(0);
  expect(sent).toBeLessThan(64_000_000);
  counted('X9', cases.length, 'addresses of documents refused or given up');
});

it('a request ends with its signal', async () => {
  const stop = new AbortController();
  const asked = once(stranger, 'request');
  const fetching = fetchTo(addressOf(stranger, 'files.test', '/silent.pdf'), stop.signal);
  await asked;
  stop.abort();
  await expect(fetching).rejects.toThrow();
  await expect(fetchTo(addressOf(stranger, 'files.test', '/good.pdf'), stop.signal)).rejects.toThrow();
});
