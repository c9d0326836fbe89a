import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { seeded } from '../random.ts';
import { TcpRelay } from './TcpRelay.ts';
import { UdpRelay, unimpaired } from './UdpRelay.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function udpSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return socket;
}

/** Answers every datagram, and records from which ports they came. */
async function udpWorld(takes?: (packet: Buffer) => boolean) {
  const server = await udpSocket();
  const ports = new Set<number>();
  server.on('message', (packet, { port, address }) => {
    ports.add(port);
    server.send(packet, port, address);
  });
  const to = { address: '127.0.0.1', port: server.address().port };
  const relay = await UdpRelay.listen({ to, random: seeded(1), ...(takes && { takes }) });
  closers.push(() => relay.close());
  const client = await udpSocket();
  const heard: string[] = [];
  client.on('message', (packet) => heard.push(packet.toString()));
  const say = (text: string, from = client) => from.send(text, relay.port, '127.0.0.1');
  return { relay, client, heard, ports, say };
}

it('passes datagrams both ways, each client with a port of its own', async () => {
  const { heard, ports, say } = await udpWorld();
  const other = await udpSocket();
  say('one');
  say('two', other);
  await once(other, 'message');
  await expect.poll(() => heard).toEqual(['one']);
  expect(ports.size).toBe(2);
});

it('loses the share that it is told to', async () => {
  const { relay, heard, say } = await udpWorld();
  relay.impair({ ...unimpaired, loss: 0.5 });
  for (let index = 0; index < 200; index += 1) say(String(index));
  await expect.poll(() => relay.lost).toBeGreaterThan(100);
  relay.impair(unimpaired);
  say('last');
  await expect.poll(() => heard.at(-1)).toBe('last');
  // Half of the packets get there, half of the answers get back.
  expect(heard.length).toBeGreaterThan(25);
  expect(heard.length).toBeLessThan(80);
});

it('swallows what passes through a hole, of all that are not spared', async () => {
  const { relay, heard, say } = await udpWorld();
  const other = await udpSocket();
  const others: string[] = [];
  other.on('message', (packet) => others.push(packet.toString()));
  say('begin', other);
  await once(other, 'message');
  relay.spare();
  relay.set('hole');
  say('lost');
  say('spared', other);
  await expect.poll(() => others).toEqual(['begin', 'spared']);
  relay.set('open');
  say('found');
  await expect.poll(() => heard).toEqual(['found']);
});

it('gives clients another address when it is rebound', async () => {
  const { relay, heard, ports, say } = await udpWorld();
  say('before');
  await expect.poll(() => heard).toEqual(['before']);
  relay.rebind();
  say('after');
  await expect.poll(() => heard).toEqual(['before', 'after']);
  expect(ports.size).toBe(2);
});

it('keeps what it is told to take', async () => {
  const taken: string[] = [];
  const { heard, say } = await udpWorld((packet) => packet.toString() === 'mine' && taken.push('mine') > 0);
  say('mine');
  say('yours');
  await expect.poll(() => heard).toEqual(['yours']);
  expect(taken).toEqual(['mine']);
});

it('cuts connections and refuses new ones until the way is open again', async () => {
  const server = createServer((socket) => void socket.pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => void server.close());
  const relay = await TcpRelay.listen({ to: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } });
  closers.push(() => relay.close());
  const echoes = async () => {
    const socket = connect(relay.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('hello');
    const heard = await Promise.race([once(socket, 'data').then(String), once(socket, 'close').then(() => 'closed')]);
    return { socket, heard };
  };
  const first = await echoes();
  expect(first.heard).toBe('hello');
  const closed = once(first.socket, 'close');
  relay.set('cut');
  await closed;
  expect((await echoes()).heard).toBe('closed');
  relay.set('open');
  const last = await echoes();
  expect(last.heard).toBe('hello');
  const swallowed: unknown[] = [];
  last.socket.on('data', (chunk) => swallowed.push(String(chunk)));
  relay.set('hole');
  last.socket.write('later');
  relay.set('open');
  await expect.poll(() => swallowed).toEqual(['later']);
});
