import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { secretHash } from '../src/hooks/bbb/delivery.ts';
import { send } from '../src/hooks/sending.ts';
import { defaultOutward } from '../src/outward/addresses.ts';
import { HttpOutward } from '../src/outward/HttpOutward.ts';
import { type HookRow, newHookRow, type Tried } from '../src/storage/recordPorts.ts';
import { counted } from './counted.ts';

const secret = 'a-secret-of-the-whole-server-0123456789';
const megabyte = Buffer.alloc(1024 ** 2, 'x');
/** How much a receiver offers. */
const offered = 1_024;

let inner: Server;
let stranger: Server;
let innerConnections = 0;
let handle: RequestListener = () => {};
beforeAll(async () => {
  inner = createServer((_request, response) => response.end());
  inner.on('connection', () => (innerConnections += 1));
  stranger = createServer((request, response) => handle(request, response));
  for (const server of [inner, stranger]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
afterAll(() => {
  for (const server of [inner, stranger]) {
    server.close();
    server.closeAllConnections();
  }
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const outward = new HttpOutward({
  settings: { ...defaultOutward, allow: ['good.test'] },
  agent: 'Plenum',
  resolve: async () => ['127.0.0.1'],
});

const kinds: readonly HookRow['kind'][] = ['own', 'bbb', 'ended', 'endCallback', 'recordingReady', 'analytics'];

/** Sends one delivery of this kind to the stranger. */
function deliver(kind: HookRow['kind']): Promise<Tried> {
  const at = Date.now();
  const row = newHookRow({
    id: 'h',
    url: `http://good.test:${portOf(stranger)}/`,
    kind,
    organisation: null,
    created_at: at,
  });
  const hook = { ...row, n: 1, secret_hash: secretHash(secret) };
  const none = { first_at: null, tried_at: null, status: null, reason: null };
  const body = JSON.stringify({ meetingId: 'x' });
  const waiting = {
    n: 1,
    id: 'd',
    hook: 'h',
    lane: 'h:r',
    event: 'x',
    room: 'r',
    body,
    at,
    tries: 0,
    ...none,
  } as const;
  const due = { delivery: { ...waiting, state: 'waiting' as const }, hook, turn: 0, tries: 0 };
  const bbbSecrets = async () => [{ owner: '', secret }];
  return send(due, { outward, key: 'x', bbbSecrets, domain: () => 'a.example', now: () => at, requestMs: 300 });
}

it.each([
  ['never answers', () => {}, expect.stringMatching(/^(late|silent)$/)],
  [
    'answers slowly, a byte at a time',
    ({ socket }) => {
      const timer = setInterval(() => socket.write('H'), 20);
      socket.on('close', () => clearInterval(timer));
    },
    expect.stringMatching(/^(late|unreachable)$/),
  ],
  [
    'redirects inwards',
    (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${portOf(inner)}/` }).end(),
    // A POST follows no redirect at all.
    expect.stringMatching(/^(redirected|forbidden)$/),
  ],
] satisfies readonly (readonly [string, RequestListener, unknown])[])(
  'a callback address that %s is tried again later, whatever it is for',
  async (what, behaviour, reason) => {
    handle = behaviour;
    for (const kind of kinds) {
      const tried = await deliver(kind);
      expect([kind, tried.status, tried.reason, tried.outcome.is]).toEqual([kind, null, reason, 'again']);
    }
    expect(innerConnections).toBe(0);
    counted('X9', kinds.length, `kinds of callbacks to an address that ${what}: given up, and tried again`);
  },
);

it('a callback address that answers 1 GB is done with its status, and hardly any of it is taken', async () => {
  let written = 0;
  handle = (_request, response) => {
    response.writeHead(200, { 'content-length': String(offered * megabyte.length) });
    const more = () => {
      while (written < offered && !response.destroyed) {
        written += 1;
        if (!response.write(megabyte)) return void response.once('drain', more);
      }
    };
    more();
  };
  for (const kind of kinds) {
    written = 0;
    const tried = await deliver(kind);
    expect([kind, tried.status, tried.outcome.is]).toEqual([kind, 200, 'sent']);
    // What the buffers of two sockets take.
    expect(written).toBeLessThan(offered / 10);
  }
  counted('X9', kinds.length, 'kinds of callbacks to an address that answers 1 GB: cut after the status');
});
