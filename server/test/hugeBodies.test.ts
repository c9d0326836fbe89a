import { request } from 'node:http';
import { endpoints } from '@plenum/shared/api/index';
import { apiRoot, type Endpoint, writes } from '@plenum/shared/core/endpoint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { counted } from './counted.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

const gigabyte = 1024 ** 3;
/** More than any body of JSON may have, and what a connection holds on its way. */
const mostSent = 8 * 1024 ** 2;
let running: Running;
let scene: RecordScene;
let visits = 0;
beforeAll(async () => {
  // Behind a proxy, so that each request can come from a new address and meets no limit.
  running = await Running.create({}, { options: { trustProxy: 1 } });
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

/** Sends a body of a gigabyte, with or without saying so, until it is answered. @returns the status, and the bytes that it took */
function sendHuge({ method, path, body }: Endpoint, saysSo: boolean): Promise<{ status: number; sent: number }> {
  visits += 1;
  const headers = {
    ...scene.cookie('operator'),
    origin: running.origin,
    'x-forwarded-for': `10.1.${visits >> 8}.${visits & 255}`,
    'content-type': body === 'bytes' ? 'application/octet-stream' : 'application/json',
    ...(saysSo && { 'content-length': gigabyte }),
  };
  const at = path.replaceAll(/:\w+/g, 'a'.repeat(18));
  const piece = Buffer.alloc(64 * 1024, '[');
  return new Promise((resolve) => {
    let sent = 0;
    const asked = request(`${running.origin}${apiRoot}${at}`, { method, headers });
    const end = (status: number) => {
      asked.destroy();
      resolve({ status, sent });
    };
    const more = () => {
      while (!asked.destroyed && sent < gigabyte && asked.write(piece)) sent += piece.length;
    };
    asked.on('drain', more);
    asked.on('response', ({ statusCode = 0 }) => end(statusCode));
    // The server closes a connection whose body it does not want to read.
    asked.on('error', () => end(0));
    more();
  });
}

it('a body of a gigabyte is refused at once by every endpoint, whether it is announced or not', async () => {
  let refused = 0;
  for (const endpoint of endpoints.filter((one) => writes(one))) {
    for (const saysSo of [true, false]) {
      const { status, sent } = await sendHuge(endpoint, saysSo);
      const what = `${endpoint.name}, ${saysSo ? 'announced' : 'endless'}: ${status} after ${sent} bytes`;
      // What takes files answers with the reason that the file is not taken.
      const isRefused = endpoint.body === 'bytes' || status === 0 || (status >= 400 && status < 500);
      expect(isRefused, what).toBe(true);
      expect(sent, what).toBeLessThan(mostSent);
      refused += 1;
    }
  }
  expect((await running.http('GET', '/api/server')).status).toBe(200);
  counted('BODY', refused, 'bodies of a gigabyte refused before they were sent');
}, 120_000);
