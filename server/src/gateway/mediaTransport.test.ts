import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { backlogBytes } from './backlog.ts';
import { Allowance } from './lineLimits.ts';
import { MediaTransport } from './mediaTransport.ts';

let server: Server;
let sockets: WebSocketServer;
const clients: WebSocket[] = [];
beforeEach(async () => {
  server = createServer();
  sockets = new WebSocketServer({ server });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  for (const client of clients.splice(0)) client.terminate();
  sockets.close();
  server.close();
});

interface Ends {
  readonly client: WebSocket;
  readonly transport: MediaTransport;
  readonly heard: unknown[];
  readonly told: unknown[];
  readonly closed: Promise<unknown>;
}

async function connect({ burst = 1_000, heartbeatMs = 60_000, autoPong = true } = {}): Promise<Ends> {
  const { port } = server.address() as AddressInfo;
  const opened = once(sockets, 'connection');
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { autoPong });
  clients.push(client);
  client.on('error', () => undefined);
  const told: unknown[] = [];
  client.on('message', (raw: Buffer) => told.push(JSON.parse(raw.toString())));
  const closed = once(client, 'close');
  const [socket] = await opened;
  const transport = new MediaTransport(socket, {
    allowance: new Allowance({ burst, perSecond: 0 }, () => 0),
    heartbeatMs,
  });
  const heard: unknown[] = [];
  transport.on('message', (message) => heard.push(message));
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
  return { client, transport, heard, told, closed };
}

const request = (id: number) => JSON.stringify({ request: true, id, method: 'media:open', data: {} });

it('emits requests, answers and notices as protoo sends them, and fills in missing data', async () => {
  const { client, transport, heard } = await connect();
  client.send(request(1));
  client.send('{"response":true,"id":2,"ok":true}');
  client.send('{"response":true,"id":3,"errorCode":500,"errorReason":"no"}');
  client.send('{"notification":true,"method":"x"}');
  await expect.poll(() => heard).toHaveLength(4);
  expect(heard).toEqual([
    { request: true, id: 1, method: 'media:open', data: {} },
    { response: true, id: 2, ok: true, data: {} },
    { response: true, id: 3, errorCode: 500, errorReason: 'no' },
    { notification: true, method: 'x', data: {} },
  ]);
  expect(transport.closed).toBe(false);
});

it.each([
  ['null', 'null'],
  ['a list', '[]'],
  ['broken JSON', '{'],
  ['a request without an id', '{"request":true,"method":"x"}'],
  ['an id that is a text', '{"request":true,"id":"1","method":"x"}'],
  ['a reason that is no text', '{"response":true,"id":1,"errorReason":{"toString":1}}'],
  ['bytes', Buffer.from(request(1))],
])('ends a line that sends %s', async (_what, frame) => {
  const { client, transport, heard, closed } = await connect();
  client.send(frame);
  await closed;
  expect([transport.closed, heard]).toEqual([true, []]);
});

it('refuses a request beyond the allowance without parsing it, and closes a line that continues', async () => {
  const { client, heard, told, closed } = await connect({ burst: 1 });
  client.send(request(1));
  client.send('{"request":true,"id":2,"method":{{{');
  await expect.poll(() => told).toMatchObject([{ response: true, id: 2, errorCode: 'limited' }]);
  expect(heard).toHaveLength(1);
  for (let n = 0; n < 300; n += 1) client.send(request(n));
  await closed;
});

it('an expected answer takes nothing from the allowance', async () => {
  const { client, transport, heard } = await connect({ burst: 0 });
  await transport.send({ request: true, id: 5, method: 'media:consume', data: {} });
  client.send('{"response":true,"id":5,"ok":true,"data":{}}');
  await expect.poll(() => heard).toHaveLength(1);
});

it('ends a line that answers no ping, and keeps one that does', async () => {
  const [dead, alive] = [await connect({ heartbeatMs: 500, autoPong: false }), await connect({ heartbeatMs: 500 })];
  await dead.closed;
  expect([dead.transport.closed, alive.transport.closed]).toEqual([true, false]);
});

it('cuts a client that reads nothing, and keeps at most the bound and one frame for it', async () => {
  const { client, transport } = await connect();
  client.pause();
  const data = 'x'.repeat(60_000);
  const ended = once(transport, 'close');
  let unsent = 0;
  while (!transport.closed) {
    unsent += data.length;
    transport.send({ notification: true, method: 'x', data }).then(
      () => (unsent -= data.length),
      () => undefined,
    );
    await new Promise((resolve) => setImmediate(resolve));
    if (!transport.closed) expect(unsent).toBeLessThan(backlogBytes + 3 * data.length);
  }
  await ended.catch(() => undefined);
  await expect(transport.send({})).rejects.toMatchObject({ code: 'closed' });
});

it('cuts a client that pings without end', async () => {
  const { client, closed } = await connect({ burst: 100 });
  for (let n = 0; n < 200; n += 1) client.ping();
  await closed;
});

it('closes once, with or without a client that answers', async () => {
  const { client, transport, closed } = await connect();
  let ends = 0;
  transport.on('close', () => (ends += 1));
  client.pause();
  transport.close();
  transport.close();
  transport.cut();
  client.resume();
  await closed;
  expect(ends).toBe(1);
});
