import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FakeMediaEngine } from '../../media/FakeMediaEngine.ts';
import type { MediaRoom } from '../../media/MediaEngine.ts';
import { Happened } from '../../media/testing/Happened.ts';
import { receiving, sending } from '../../media/testing/parameters.ts';
import { streamsIn, TestLine } from '../../media/testing/TestLine.ts';
import { type AnnouncedNode, MediaCluster } from './MediaCluster.ts';
import { createAuthority, type TestAuthority } from './testing/identities.ts';

let [ours, theirs]: TestAuthority[] = [];
beforeAll(() => {
  [ours, theirs] = [createAuthority(), createAuthority()];
});
afterAll(() => {
  ours?.remove();
  theirs?.remove();
});

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function start(name: string, authority = ours) {
  const reports = new Happened<string>();
  const identity = authority?.issue(name);
  if (!identity) throw new Error('no authority');
  const cluster = await MediaCluster.create({
    name,
    identity,
    host: new FakeMediaEngine(),
    capacity: 1,
    listen: { host: '127.0.0.1', port: 0 },
    slots: 0,
    resumeMs: 20_000,
    fenceOf: () => 1,
    onReport: (_, message, { node = '' }) => reports.push(`${message} ${String(node)}`.trim()),
  });
  open.push(() => cluster.close());
  await reports.until((all) => all.includes(`a media node is connected ${name}`));
  const place: AnnouncedNode = { name, host: '127.0.0.1', port: cluster.port };
  return { cluster, reports, place };
}

async function enter(room: MediaRoom, name: string) {
  const line = new TestLine();
  const peer = room.attach(name, line);
  await peer.open({});
  await peer.ready({ rtpCapabilities: receiving, have: [] });
  return { line, peer };
}

describe('the media of a cluster', () => {
  it('has a room of one node over both, and over one again when the other leaves', async () => {
    const [first, second] = [await start('node-1'), await start('node-2')];
    const all = [first.place, second.place];
    first.cluster.members(all);
    await first.reports.until((told) => told.includes('a media node is connected node-2'));
    const room = await first.cluster.engine.createRoom('one-room', () => {});
    const [ann, ben] = [await enter(room, 'ann'), await enter(room, 'ben')];
    expect([first.cluster.figures.rooms, second.cluster.figures.rooms]).toEqual([1, 1]);
    await ann.peer.publish({ source: 'camera', muted: false, rtpParameters: sending('camera') });
    expect(streamsIn(await ben.line.offer(1))).toEqual(['ann camera']);
    // The same members again change nothing.
    first.cluster.members(all);
    first.cluster.members([first.place]);
    const lost = [ann, ben].find(({ line }) => line.resets > 0);
    await lost?.peer.open({});
    expect([ann.line.resets + ben.line.resets, first.cluster.figures.rooms]).toEqual([1, 1]);
    await second.reports.until((told) => told.some((one) => one.startsWith('a node leaves')));
    expect(second.cluster.figures).toEqual({ rooms: 0, owners: 1 });
  });

  it('lets no node of another cluster in', async () => {
    const [first, stranger] = [await start('node-1'), await start('node-2', theirs)];
    stranger.cluster.members([first.place]);
    first.cluster.members([stranger.place]);
    await stranger.reports.until((told) => told.includes('a media node cannot be reached node-1'));
    await first.reports.until((told) => told.includes('a media node cannot be reached node-2'));
    expect([first.cluster.figures.owners, stranger.cluster.figures.owners]).toEqual([1, 1]);
  });
});
