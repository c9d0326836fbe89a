import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { contract, durable } from '@plenum/shared/core/contract';
import { MemberId, RoomId } from '@plenum/shared/core/ids';
import { reducer } from '@plenum/shared/core/reducer';
import { features } from '@plenum/shared/features/index';
import { type AnySlice, type Context, serve } from '../src/room/serve.ts';
import { roomId, World } from './world.ts';

/** A feature that sends members to a child, like breakouts. */
const trip = contract('trip', {
  state: z.object({ places: z.record(MemberId, RoomId), heard: z.array(z.string()) }),
  events: {
    went: durable(z.object({ member: MemberId, room: z.optional(RoomId) })),
    heard: durable(z.object({ what: z.string() })),
  },
});
type TripContext = Context<typeof trip>;

const reduceTrip = reducer(trip, {
  initial: { places: {}, heard: [] },
  on: {
    went: (state, { member, room }) => {
      const { [member]: _before, ...places } = state.places;
      return { ...state, places: room === undefined ? places : { ...places, [member]: room } };
    },
    heard: (state, { what }) => ({ ...state, heard: [...state.heard, what] }),
  },
});

const serveTrip: AnySlice = serve(reduceTrip, {
  commands: {},
  family: {
    elsewhere: ({ places }) => places,
    child: (context, child, state) => context.emit('heard', { what: `${child} ${state}` }),
    told: (context, from, fact) => context.emit('heard', { what: `${from} says ${String(fact)}` }),
  },
});

const child = 'the-child';
let world: World;

beforeEach(async () => {
  // Clients of the test must be able to reduce this feature too.
  (features as (typeof reduceTrip)[]).push(reduceTrip);
  world = new World();
  world.slices = { ...world.slices, all: [...world.slices.all, serveTrip] };
  await world.log.createRoom({ id: roomId, title: 'Test', hostKeyHash: '00', createdAt: 1 });
  await world.start();
});
// Other files of the same process read the list.
afterEach(() => void (features as (typeof reduceTrip)[]).pop());

async function inRoom(id: string, what: (context: TripContext) => void): Promise<void> {
  await (await world.rooms.require(id)).inform('trip', (_slice, context) => what(context as TripContext));
}

async function heardIn(id: string): Promise<readonly string[]> {
  const heard: string[] = [];
  await inRoom(id, ({ state }) => void heard.push(...state.heard));
  return heard;
}

async function openChild(): Promise<void> {
  await inRoom(roomId, ({ rooms }) => rooms.open({ id: child, title: 'A child' }));
  await expect.poll(() => heardIn(roomId)).toContain(`${child} open`);
}

async function send(member: string, room?: string): Promise<void> {
  await inRoom(roomId, (context) => context.emit('went', { member, ...(room === undefined ? {} : { room }) }));
}

const seatedIn = async (id: string) => (await world.rooms.require(id)).seated;

it('opens a child once, also after a second order and after a restart', async () => {
  await world.enter('Ana');
  await openChild();
  await openChild();
  expect(await world.log.childrenOf(roomId)).toEqual([child]);
  expect((await world.rooms.require(child)).record).toMatchObject({ parent: roomId, title: 'A child' });
  await world.rooms.close();
  await world.start();
  await openChild();
  expect(world.reports).toEqual([]);
});

it('reports when a child cannot be opened, or has another parent', async () => {
  await world.enter('Ana');
  await world.log.createRoom({ id: child, title: 'A stranger', hostKeyHash: '00', createdAt: 1 });
  await inRoom(roomId, ({ rooms }) => rooms.open({ id: child, title: 'A child' }));
  await expect.poll(() => heardIn(roomId)).toEqual([`${child} failed`]);
});

it('carries facts between parent and child in order, and none of a failed transaction', async () => {
  await world.enter('Ana');
  await openChild();
  const failed = inRoom(roomId, ({ rooms }) => {
    rooms.tell(child, 'nothing');
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  await inRoom(roomId, ({ rooms }) => {
    for (const fact of ['one', 'two', 'three']) rooms.tell(child, fact);
  });
  await expect.poll(() => heardIn(child)).toEqual(['one', 'two', 'three'].map((fact) => `${roomId} says ${fact}`));
  await inRoom(child, ({ rooms }) => rooms.parent && rooms.tell(rooms.parent, 'hello'));
  await expect.poll(() => heardIn(roomId)).toContain(`${child} says hello`);
});

it('admits a member to a child only while the parent places the member there', async () => {
  const ana = await world.enter('Ana');
  await openChild();
  const room = await world.rooms.require(child);
  await expect(world.rooms.requirePlace(room, 'ana')).rejects.toMatchObject({ code: 'forbidden' });
  await send('ana', child);
  await world.rooms.requirePlace(room, 'ana');
  await expect(world.rooms.requirePlace(room, 'ben')).rejects.toMatchObject({ code: 'forbidden' });
  await world.rooms.requirePlace(ana.room, 'ben');
});

it('gives a member who moves some seconds in both rooms, then one place', async () => {
  const ana = await world.enter('Ana');
  await openChild();
  await send('ana', child);
  const there = await world.joinIn(child, ana.seat);
  await send('ana');
  expect(await seatedIn(child)).toEqual(['ana']);
  world.clock.advance(5_000);
  await expect.poll(() => seatedIn(child)).toEqual([]);
  expect(there.closed).toBe('removed');
  expect(await seatedIn(roomId)).toEqual(['ana']);
});

it('ends the media in the parent for a member in a child', async () => {
  await world.enter('Ana');
  await openChild();
  await send('ana', child);
  expect(world.away).toEqual([]);
  world.clock.advance(5_000);
  expect(world.away).toEqual([{ room: roomId, member: 'ana' }]);
});

it('removes a member who leaves the parent from the child at once', async () => {
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  await openChild();
  await send('ana', child);
  const there = await world.joinIn(child, ana.seat);
  await ana.askRaw('presence:leave', {});
  await send('ana');
  await expect.poll(() => there.closed).toBe('removed');
  expect(ben.closed).toBeUndefined();
});

it('removes members from a child after a restart when their place is elsewhere', async () => {
  const ana = await world.enter('Ana');
  await openChild();
  await send('ana', child);
  await world.joinIn(child, ana.seat);
  await world.rooms.close();
  await world.start();
  await send('ana');
  expect(await seatedIn(child)).toEqual(['ana']);
  world.clock.advance(5_000);
  await expect.poll(() => seatedIn(child)).toEqual([]);
});

it('closes a child when its members have moved, and ends it for those who have not', async () => {
  const ana = await world.enter('Ana');
  await openChild();
  await send('ana', child);
  const there = await world.joinIn(child, ana.seat);
  await inRoom(roomId, ({ rooms }) => rooms.close(child));
  expect(there.closed).toBeUndefined();
  world.clock.advance(5_000);
  await expect.poll(() => heardIn(roomId)).toContain(`${child} closed`);
  expect(there.closed).toBe('ended');
});

it('keeps a child as long as its parent, and erases both together', async () => {
  const ana = await world.enter('Ana');
  await openChild();
  world.clock.advance(2 * 3_600_000);
  expect(await world.log.findRoom(child)).toBeDefined();
  await ana.askRaw('presence:leave', {});
  await expect.poll(() => world.log.occupiedRooms()).toEqual([]);
  world.clock.advance(3_600_000 + 120_000);
  await expect.poll(() => world.log.findRoom(roomId)).toBeUndefined();
  expect(await world.log.findRoom(child)).toBeUndefined();
});

it('leaves nothing in memory when all members have left', async () => {
  const ana = await world.enter('Ana');
  await openChild();
  await send('ana', child);
  await world.joinIn(child, ana.seat);
  await ana.askRaw('presence:leave', {});
  await send('ana');
  await expect.poll(() => seatedIn(child)).toEqual([]);
  await expect
    .poll(async () => {
      world.clock.advance(60_000);
      return (await world.rooms.census()).rooms;
    })
    .toBe(0);
  // Only the timer of the sweep for old rooms is left.
  await expect.poll(() => world.clock.waiting).toBe(1);
});
