import { expect, it } from 'vitest';
import { failureOf } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import type { Claim, Directory, Place } from '../src/cluster/Directory.ts';
import { LocalDirectory } from '../src/cluster/LocalDirectory.ts';
import { roomId, World } from './world.ts';

const here: Place = { node: 'here', roomUrl: '/socket.io', mediaUrl: '/media' };
const there: Place = { node: 'there', roomUrl: 'https://there.example', mediaUrl: 'https://there.example/media' };

/** A directory in which other nodes may own families; it records the families of this node. */
class SharedDirectory implements Directory {
  readonly here = here;
  readonly hasOthers = true;
  readonly elsewhere = new Map<RoomId, Place>();
  readonly owned = new Set<RoomId>();
  offering: (root: RoomId) => Promise<Place | undefined> = async () => undefined;

  async claim(root: RoomId): Promise<Claim> {
    const place = this.elsewhere.get(root);
    if (place) return { owner: 'elsewhere', place };
    this.owned.add(root);
    return { owner: 'here', fence: 1 };
  }

  async offer(root: RoomId): Promise<Place | undefined> {
    return this.offering(root);
  }

  async find(root: RoomId): Promise<Place | undefined> {
    return this.elsewhere.get(root);
  }

  async release(root: RoomId): Promise<void> {
    this.owned.delete(root);
  }
}

async function worldWith(directory: Directory): Promise<World> {
  const world = await World.create();
  await world.rooms.close();
  world.directory = directory;
  return world;
}

const another = { id: 'another-room', title: 'Other', hostKeyHash: '00', createdAt: 1 };
const host = { id: 'olga', name: 'Olga', role: 'host' } as const;

it('a room of another node is not opened here, and the caller gets the address of that node', async () => {
  const directory = new SharedDirectory();
  const world = await worldWith(directory);
  await world.log.createRoom(another);
  await world.log.markRoom(roomId, undefined);
  await world.log.markRoom(another.id, undefined);
  directory.elsewhere.set(roomId, there);
  await world.start();
  expect((await world.rooms.census()).rooms).toBe(1);
  expect(world.reports).toEqual([]);
  const refused: unknown = await world.rooms.require(roomId).catch((error: unknown) => error);
  expect(failureOf(refused)).toMatchObject({ code: 'unavailable', bound: 'moved', at: there.roomUrl });
  await world.joinIn(another.id, host);
});

it('a room opens here once the other node has released its family', async () => {
  const directory = new SharedDirectory();
  const world = await worldWith(directory);
  directory.elsewhere.set(roomId, there);
  await world.start();
  await expect(world.enter('Ana')).rejects.toMatchObject({ bound: 'moved' });
  directory.elsewhere.delete(roomId);
  await world.enter('Ana');
  expect([...directory.owned]).toEqual([roomId]);
});

it('a node takes a family for another node while it offers the family to that node itself', async () => {
  const directory = new SharedDirectory();
  const world = await worldWith(directory);
  await world.start();
  let offers = 0;
  directory.offering = async (root) => {
    offers += 1;
    await world.rooms.adopt(root);
    return undefined;
  };
  await Promise.all([world.enter('Ana'), world.enter('Ben')]);
  expect([...directory.owned]).toEqual([roomId]);
  expect(offers).toBe(1);
});

it('a family is claimed whole, by its root, and released with the last of its rooms', async () => {
  const directory = new SharedDirectory();
  const world = await worldWith(directory);
  await world.start();
  const [olga, ben] = [await world.join(host), await world.enter('Ben')];
  await olga.ask(breakout, 'assign', { member: ben.seat.id, room: 'a' });
  await olga.ask(breakout, 'open', {});
  await expect.poll(async () => (await world.rooms.census()).rooms).toBe(3);
  expect([...directory.owned]).toEqual([roomId]);
  await world.rooms.close();
  expect([...directory.owned]).toEqual([]);
});

it('the rooms of another node are not erased here', async () => {
  const directory = new SharedDirectory();
  const world = await worldWith(directory);
  await world.log.createRoom(another);
  directory.elsewhere.set(roomId, there);
  await world.start();
  world.clock.advance(4_000_000);
  await expect.poll(() => world.erased).toEqual([another.id]);
  expect(await world.log.findRoom(roomId)).toBeDefined();
  expect(world.reports).toEqual([]);
  expect([...directory.owned]).toEqual([]);
});

it('a single server owns every family, and each new owner has a higher fence', async () => {
  const directory = new LocalDirectory(here);
  const fenceOf = async () => {
    const claim = await directory.claim(roomId);
    return claim.owner === 'here' ? claim.fence : 0;
  };
  const first = await fenceOf();
  expect(await fenceOf()).toBe(first);
  await directory.release(roomId);
  expect(await fenceOf()).toBeGreaterThan(first);
});

it('a family that another node has taken is closed here with nothing written, and its members hear where it is', async () => {
  const world = await worldWith(new SharedDirectory());
  await world.start();
  const ana = await world.enter('Ana');
  await ana.ask(chat, 'send', { text: 'hello' });
  const [seq, appends] = [await world.log.lastSeq(roomId), world.log.appends];
  await world.rooms.abandon(roomId, there.roomUrl);
  expect(ana.closed).toBe(`moved to ${there.roomUrl}`);
  expect((await ana.ask(chat, 'send', { text: 'still here?' })).ok).toBe(false);
  expect([await world.log.lastSeq(roomId), world.log.appends]).toEqual([seq, appends]);
  expect(await world.log.loadSnapshot(roomId)).toBeUndefined();
  expect(world.rooms.families).toEqual([]);
});

it('a family is handed over saved and released, and its members hear of the other node when it has the family', async () => {
  const directory = new SharedDirectory();
  const world = await worldWith(directory);
  await world.start();
  const [olga, ben] = [await world.join(host), await world.enter('Ben')];
  await olga.ask(breakout, 'assign', { member: ben.seat.id, room: 'a' });
  await olga.ask(breakout, 'open', {});
  await expect.poll(async () => (await world.rooms.census()).rooms).toBe(3);
  const ended: string[] = [];
  world.onClosed = (room) => void ended.push(room);
  await world.rooms.handOver(roomId, async () => {
    expect([...directory.owned]).toEqual([]);
    expect(olga.closed).toBeUndefined();
    expect(await world.log.loadSnapshot(roomId)).toBeDefined();
    return there.roomUrl;
  });
  expect([olga.closed, ben.closed]).toEqual([`moved to ${there.roomUrl}`, `moved to ${there.roomUrl}`]);
  expect((await world.rooms.census()).rooms).toBe(0);
  // The media go on until the members have theirs at the other node.
  expect(ended).toEqual([]);
  world.clock.advance(5_000);
  expect(ended).toHaveLength(3);
});

it('the media of a family that no node took end at once, and so do those of one that comes back', async () => {
  const world = await worldWith(new SharedDirectory());
  await world.start();
  await world.enter('Ana');
  const ended: string[] = [];
  world.onClosed = (room) => void ended.push(room);
  await world.rooms.handOver(roomId, async () => undefined);
  expect(ended).toEqual([roomId]);
  await world.rooms.adopt(roomId);
  await world.rooms.handOver(roomId, async () => there.roomUrl);
  expect(ended).toEqual([roomId]);
  await world.rooms.adopt(roomId);
  expect(ended).toEqual([roomId, roomId]);
  world.clock.advance(5_000);
  expect(ended).toHaveLength(2);
});
