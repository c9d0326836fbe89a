import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectStranger } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Happened } from '../../../media/testing/Happened.ts';
import type { Channel } from './Channel.ts';
import { createAuthority, type TestAuthority } from '../testing/identities.ts';
import { connectTls, listenTls, type NodeIdentity, type TlsListener } from './TlsChannel.ts';
import { largestFrame } from './Wire.ts';

let [ours, theirs]: TestAuthority[] = [];
let [owner, node, stranger]: NodeIdentity[] = [];
beforeAll(() => {
  [ours, theirs] = [createAuthority(), createAuthority()];
  [owner, node, stranger] = [ours.issue('owner-1'), ours.issue('media-1'), theirs.issue('media-1')];
});
afterAll(() => {
  ours?.remove();
  theirs?.remove();
});

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

function must(identity: NodeIdentity | undefined): NodeIdentity {
  if (!identity) throw new Error('no identity');
  return identity;
}

async function listen(identity: NodeIdentity | undefined = node) {
  const [channels, refused] = [new Happened<Channel>(), new Happened<string>()];
  const listener: TlsListener = await listenTls({
    host: '127.0.0.1',
    port: 0,
    identity: must(identity),
    onChannel: channels.push,
    onRefused: refused.push,
  });
  open.push(() => listener.close());
  return { port: listener.port, close: () => listener.close(), channels, refused };
}

const call = (port: number, identity: NodeIdentity | undefined, name = 'media-1'): Promise<Channel> =>
  connectTls({ host: '127.0.0.1', port, node: name, identity: must(identity) });

const gone = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

function hear(channel: Channel) {
  const [frames, closed] = [new Happened<string>(), new Happened<string>()];
  channel.listen({ onFrame: (frame) => frames.push(frame.toString()), onClosed: closed.push });
  return { frames, closed };
}

describe('a channel between two nodes', () => {
  it('knows both by their certificates, and carries frames whole and in order', async () => {
    const { port, channels } = await listen();
    const near = await call(port, owner);
    const long = 'x'.repeat(largestFrame - 1);
    for (const frame of ['a', '', long, 'b']) near.send(Buffer.from(frame));
    const [far] = await channels.count(1);
    if (!far) throw new Error('no channel');
    expect([near.peer, far.peer]).toEqual(['media-1', 'owner-1']);
    const heard = hear(far);
    expect(await heard.frames.count(4)).toEqual(['a', '', long, 'b']);
    const back = hear(near);
    far.send(Buffer.from('bye'));
    far.close();
    await back.closed.count(1);
    expect(back.frames.all).toEqual(['bye']);
    await heard.closed.count(1);
  });

  it('ends for both when one is lost', async () => {
    const { port, channels, close } = await listen();
    const near = hear(await call(port, owner));
    const [far] = await channels.count(1);
    if (!far) throw new Error('no channel');
    const heard = hear(far);
    await close();
    await Promise.all([near.closed.count(1), heard.closed.count(1)]);
  });

  it('says which node cannot be reached', async () => {
    const { port, close } = await listen();
    await close();
    const words = { code: 'unavailable', message: expect.stringContaining('media-1') };
    await expect(call(port, owner)).rejects.toMatchObject(words);
  });

  it('refuses a node under another name', async () => {
    const { port } = await listen();
    await expect(call(port, owner, 'media-2')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses a node that another authority signed', async () => {
    const { port } = await listen(stranger);
    await expect(call(port, owner)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a stranger at the port of a node', () => {
  it('gets nothing with the certificate of another authority, or with none', async () => {
    const { port, channels, refused } = await listen();
    for (const identity of [must(stranger), {}]) {
      const socket = connectStranger({ host: '127.0.0.1', port, ...identity, rejectUnauthorized: false });
      const got = new Happened<Buffer>();
      socket.on('data', got.push);
      socket.on('error', () => {});
      await gone(socket);
      expect(got.all).toEqual([]);
    }
    await refused.count(2);
    expect(channels.all).toEqual([]);
  });

  it('gets nothing without TLS', async () => {
    const { port, channels, refused } = await listen();
    const socket = connectTcp(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await gone(socket);
    await refused.count(1);
    expect(channels.all).toEqual([]);
  });

  it('cannot send a frame beyond the bound, even with a certificate', async () => {
    const { port, channels } = await listen();
    const socket = connectStranger({ host: '127.0.0.1', port, ...must(owner), checkServerIdentity: () => undefined });
    socket.on('error', () => {});
    const head = Buffer.alloc(4);
    head.writeUInt32BE(largestFrame + 1);
    socket.write(head);
    const [far] = await channels.count(1);
    if (!far) throw new Error('no channel');
    const { closed, frames } = hear(far);
    await closed.count(1);
    expect([closed.all, frames.all]).toEqual([['The other node sends a frame that is too long.'], []]);
  });
});
