import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dial, upgradeHead } from './lineAbuse.ts';
import { Running } from './running.ts';

let running: Running;
const open: Socket[] = [];
beforeEach(async () => {
  running = await Running.create();
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await running.close();
});

async function restart(settings: Running['settings']): Promise<void> {
  await running.stop();
  running.settings = settings;
  await running.start();
}

/** Opens the WebSocket of a room line and returns the status. */
async function line(from: string, headers: Record<string, string> = {}): Promise<{ status: string; socket: Socket }> {
  const socket = await dial(running.origin);
  open.push(socket);
  const path = '/socket.io/?EIO=4&transport=websocket';
  socket.write(upgradeHead(running.origin, path, { 'X-Forwarded-For': from, ...headers }));
  const [answer] = await once(socket, 'data');
  return { status: String(answer).slice(9, 12), socket };
}

it('one address has a bounded number of lines; other addresses, and a line after one has closed, are admitted', async () => {
  await restart({ trustProxy: 1, addressLines: 3 });
  const lines = [await line('192.0.2.1'), await line('::ffff:192.0.2.1'), await line('192.0.2.1')];
  expect(lines.map(({ status }) => status)).toEqual(['101', '101', '101']);
  expect((await line('192.0.2.1')).status).toBe('400');
  expect((await line('192.0.2.2')).status).toBe('101');
  // A browser cannot read why an upgrade is refused, so its page asks over HTTP.
  const ask = (from: string) => fetch(`${running.origin}/api/server`, { headers: { 'X-Forwarded-For': from } });
  expect(await (await ask('192.0.2.1')).json()).toMatchObject({ mayOpenLine: false });
  expect(await (await ask('192.0.2.2')).json()).toMatchObject({ mayOpenLine: true });
  lines[0]?.socket.destroy();
  await expect.poll(async () => (await line('192.0.2.1')).status).toBe('101');
});

it('one address opens lines at a bounded rate: beyond it, an upgrade is refused before its ticket is read', async () => {
  await restart({ trustProxy: 1, addressLines: 20 });
  const knock = async (from: string) => {
    const { status, socket } = await line(from);
    socket.destroy();
    return status;
  };
  const answers: string[] = [];
  for (let n = 0; n < 200; n += 1) answers.push(await knock('192.0.2.1'));
  expect(answers.slice(0, 20)).toEqual(Array(20).fill('101'));
  expect(answers).toContain('400');
  expect(await knock('192.0.2.2')).toBe('101');
});

it('a line has one connection: another one with its session id is refused, from every page', async () => {
  const room = await running.createRoom();
  const ana = await running.enter(room.id, 'Ana');
  const session = ana.socket.io.engine.id;
  for (const Origin of [running.origin, 'http://elsewhere.example']) {
    const socket = await dial(running.origin);
    open.push(socket);
    const path = `/socket.io/?EIO=4&transport=websocket&sid=${session}`;
    socket.write(upgradeHead(running.origin, path, { Origin }));
    const [answer] = await once(socket, 'data');
    expect(String(answer).slice(9, 12)).toBe('400');
  }
  expect(await ana.ask('chat:send', { text: 'still here' })).toMatchObject({ ok: true });
});

it('a request on the path of the room line is answered by the room line alone', async () => {
  const { status, text, headers } = await running.http('GET', '/socket.io/?EIO=4&transport=polling');
  expect({ status, text }).toEqual({ status: 400, text: '{"code":0,"message":"Transport unknown"}' });
  expect(headers.get('permissions-policy')).toBeNull();
});

it('an IPv6 network is one address, and an address that the client itself states does not count', async () => {
  await restart({ trustProxy: 1, addressLines: 2 });
  expect((await line('2001:db8:1:2::1')).status).toBe('101');
  expect((await line('203.0.113.9, 2001:db8:1:2:ffff::2')).status).toBe('101');
  expect((await line('203.0.113.10, 2001:db8:1:2::3')).status).toBe('400');
  expect((await line('2001:db8:1:3::1')).status).toBe('101');
});

it('connections of one address are bounded before they send anything', async () => {
  await restart({ addressLines: 10 });
  for (let n = 0; n < 20; n += 1) open.push(await dial(running.origin));
  const closed = once(await dial(running.origin), 'close');
  await closed;
  for (const socket of open.splice(0)) socket.destroy();
  await expect.poll(() => running.http('GET', '/healthz').then(({ status }) => status, String)).toBe(200);
});

it('an address without a free line gets no ticket, and is told why: a browser cannot read why its line was refused', async () => {
  await restart({ addressLines: 1 });
  const room = await running.createRoom();
  await running.enter(room.id, 'Ana');
  const { status, text } = await running.http('POST', `/api/rooms/${room.id}/tickets`, { name: 'Ben' });
  expect(status).toBe(409);
  expect(JSON.parse(text)).toMatchObject({ code: 'full', bound: 'lines' });
});

it('an unfinished request is closed: nothing, half a head, half a body, half an upgrade', async () => {
  const upgrade = upgradeHead(running.origin, '/media');
  const post = `POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"title"`;
  const begun = ['', 'GET / HTTP/1.1\r\nHost: x\r\nX-Sl', post, upgrade.slice(0, -2)];
  const closed = begun.map(async (bytes) => {
    const socket = await dial(running.origin);
    open.push(socket);
    const ended = once(socket, 'close');
    socket.resume();
    if (bytes !== '') socket.write(bytes);
    return ended;
  });
  await Promise.all(closed);
});

it('behind a proxy the public address is our own, and no other port or scheme of that host', async () => {
  await restart({ trustProxy: 1, publicHost: 'meet.example.org' });
  const from = async (origin: string) => {
    const created = await running.http('POST', '/api/rooms', { title: 'x' }, { origin });
    return [created.status, (await line('192.0.2.1', { Origin: origin })).status];
  };
  expect(await from('https://meet.example.org')).toEqual([201, '101']);
  expect(await from('https://meet.example.org:8443')).toEqual([403, '400']);
  expect(await from('http://meet.example.org')).toEqual([403, '400']);
});

it('no answer of the API may be cached', async () => {
  const { id } = await running.createRoom();
  const answers = [
    await running.http('POST', '/api/rooms', { title: 'x' }),
    await running.http('GET', `/api/rooms/${id}`),
    await running.http('POST', `/api/rooms/${id}/tickets`, { name: 'Ana' }),
    await running.http('GET', '/api/nothing'),
  ];
  expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(answers.map(() => 'no-store'));
});
