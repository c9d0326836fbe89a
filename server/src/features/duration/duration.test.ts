import { beforeEach, describe, expect, it } from 'vitest';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { duration, DurationLimit } from '@plenum/shared/features/duration/contract';
import { durationLimits } from '@plenum/shared/features/duration/limits';
import { endOf } from '@plenum/shared/features/duration/time';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { openPoll } from '../../../test/ballots.ts';
import { idOf, openWith } from '../../../test/breakouts.ts';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';
import { openingOf } from './opening.ts';

const minute = 60_000;
const hour: DurationLimit = { minutes: 60, extendable: 45, of: { is: 'server' } };
const limited = 'limited-room';

let world: World;
let ana: Client;
let ben: Client;

/** Opens a room with this limit. */
async function openRoom(limit: DurationLimit, id = limited): Promise<void> {
  const record = { id, title: 'Limited', hostKeyHash: '00', createdAt: world.clock.now() };
  await world.rooms.create(record, { [duration.name]: limit });
}

const enter = (name: string, role: 'host' | 'moderator' | 'participant' = 'participant') =>
  world.joinIn(limited, { id: name.toLowerCase(), name, role });

beforeEach(async () => {
  world = await World.create();
  await openRoom(hour);
  [ana, ben] = [await enter('Ana', 'host'), await enter('Ben')];
});

const eventsOf = (room = limited) =>
  world.log.logOf(room).flatMap(({ feature, event }) => (feature === duration.name ? [event] : []));
const sittingOf = (client: Client) => client.state(duration).sitting;
const reaches = (event: string, count = 1) =>
  expect.poll(() => eventsOf().filter((one) => one === event)).toHaveLength(count);

/** The minutes that are left, as a member sees them. */
function left(client: Client): number | undefined {
  const sitting = sittingOf(client);
  return sitting && (endOf(sitting) - world.clock.now()) / minute;
}

/** Moves the clock minute by minute, so that each act of the room is over before the next one is due. */
async function pass(minutes: number): Promise<void> {
  for (let count = 0; count < minutes; count += 1) {
    world.clock.advance(minute);
    for (let tick = 0; tick < 50; tick += 1) await Promise.resolve();
  }
}

async function restart(): Promise<void> {
  world.clock.forget();
  await world.start();
  [ana, ben] = [
    await world.joinIn(limited, ana.seat, ana.seq, ana),
    await world.joinIn(limited, ben.seat, ben.seq, ben),
  ];
}

describe('the law', () => {
  keepsTheLaw(duration, { extend: { minutes: 15 } }, async ({ world: scene }) => {
    const room = await scene.room();
    await room.begin({ [duration.name]: { ...hour, minutes: durationLimits.mostMinutes } });
    // The limit of a room stands before its first member comes; the one who comes next begins the sitting.
    await scene.enter('Dora');
  });
});

it('[DU1] the limit is the first entry of the log, and opening a room again changes nothing', async () => {
  expect(world.log.logOf(limited)[0]).toMatchObject({ seq: 1, feature: 'duration', event: 'limited', payload: hour });
  await restart();
  expect(eventsOf()).toEqual(['limited', 'began']);
});

it('[DU1] a room that was opened with a limit and never entered is erased as any other', async () => {
  await openRoom(hour, 'left-alone');
  await pass(13);
  expect(await world.log.findRoom('left-alone')).toBeUndefined();
  expect(await world.log.findRoom(limited)).toBeDefined();
});

it('[DU2] the time before the first member comes in does not count', async () => {
  await openRoom(hour, 'later');
  await pass(8);
  const cleo = await world.joinIn('later', { id: 'cleo', name: 'Cleo', role: 'participant' });
  expect(left(cleo)).toBe(60);
  expect(left(ben)).toBe(52);
});

it('[DU3] a member who comes back within a minute continues the sitting; later a new one begins', async () => {
  await pass(10);
  for (const client of [ana, ben]) await client.ask(presence, 'leave', {});
  world.clock.advance(durationLimits.emptyMs - 1);
  ana = await enter('Ana', 'host');
  expect(left(ana)).toBeCloseTo(49, 2);
  await ana.ask(presence, 'leave', {});
  await pass(2);
  ana = await enter('Ana', 'host');
  expect(left(ana)).toBe(60);
  expect(eventsOf()).toEqual(['limited', 'began', 'emptied', 'resumed', 'emptied', 'began']);
});

it('[DU4] members who join later or come back see the same end', async () => {
  await pass(20);
  await ana.ask(duration, 'extend', { minutes: 15 });
  const late = await enter('Late');
  expect(late.state(duration)).toEqual(ben.state(duration));
  expect(left(late)).toBe(55);
});

it('[DU5] everyone is warned five minutes before the end and one minute before it, once each', async () => {
  await pass(54);
  expect(eventsOf()).toEqual(['limited', 'began']);
  await pass(1);
  await reaches('warned');
  expect(sittingOf(ben)).toMatchObject({ warned: true });
  await pass(4);
  await reaches('closing');
  expect(left(ben)).toBe(1);
  await pass(1);
  await reaches('reached');
  expect(eventsOf()).toEqual(['limited', 'began', 'warned', 'closing', 'reached']);
});

it('[DU5] a sitting of five minutes has only the last warning', async () => {
  await openRoom({ ...hour, minutes: 5 }, 'short');
  await world.joinIn('short', { id: 'cleo', name: 'Cleo', role: 'host' });
  await pass(5);
  await expect.poll(() => eventsOf('short')).toEqual(['limited', 'began', 'closing', 'reached']);
});

it('[DU6] moderators extend a meeting, also after the last warning; the warnings come again', async () => {
  await pass(59);
  await reaches('closing');
  const mia = await enter('Mia', 'moderator');
  expect(await mia.ask(duration, 'extend', { minutes: 15 })).toMatchObject({ ok: true });
  expect(left(ben)).toBe(16);
  await pass(11);
  await reaches('warned', 2);
  await pass(4);
  await reaches('closing', 2);
  expect(await ben.ask(duration, 'extend', { minutes: 15 })).toMatchObject({ code: 'forbidden' });
  await pass(1);
  await reaches('reached');
});

it('[DU7] a refusal says by how many minutes the meeting can be extended, and whose limit it is', async () => {
  expect(await ana.ask(duration, 'extend', { minutes: 30 })).toMatchObject({ ok: true });
  expect(await ana.ask(duration, 'extend', { minutes: 30 })).toMatchObject({
    code: 'conflict',
    message: 'By the limit of this server this meeting can be extended by 15 more minutes.',
  });
  expect(await ana.ask(duration, 'extend', { minutes: 15 })).toMatchObject({ ok: true });
  expect(await ana.ask(duration, 'extend', { minutes: 1 })).toMatchObject({ code: 'conflict' });
  expect(left(ben)).toBe(105);
  const of = { is: 'organisation', name: 'Co-op', tier: 'basic' } as const;
  await openRoom({ minutes: 60, extendable: 0, of }, 'basic');
  const cleo = await world.joinIn('basic', { id: 'cleo', name: 'Cleo', role: 'host' });
  expect(await cleo.ask(duration, 'extend', { minutes: 1 })).toMatchObject({
    message: 'By the limit of Co-op (basic) this meeting can be extended by 0 more minutes.',
  });
});

it('[DU7] of two extensions at once that only fit one, exactly one is made', async () => {
  const replies = await Promise.all([30, 30].map((minutes) => ana.ask(duration, 'extend', { minutes })));
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  expect(left(ben)).toBe(90);
});

it('[DU8] at the end every seat is free and every breakout room is closed; the next member begins a new sitting', async () => {
  await openWith(ana, { assigned: { ben: 'x' } });
  const north = idOf(ana, 'North');
  expect(await ben.ask(breakout, 'enter', { room: north })).toMatchObject({ ok: true });
  const inside = await world.joinIn(north, ben.seat);
  await pass(60);
  await reaches('reached');
  await expect.poll(() => [ana.closed, ben.closed, inside.closed]).toEqual(['removed', 'removed', 'removed']);
  const told = ben.frames.find(({ name }) => name === 'duration:reached');
  expect(told?.payload).toEqual({ minutes: 60, of: { is: 'server' } });
  expect(ben.state(duration)).toEqual({ limit: hour, polls: [] });
  ana = await enter('Ana', 'host');
  expect(ana.state(breakout).running).toBeUndefined();
  expect(left(ana)).toBe(60);
  expect(Object.keys(ana.state(presence).members)).toEqual(['ana']);
});

it('[DU9] an end that passed while the server was down leaves a minute, and so does the next restart', async () => {
  await pass(30);
  world.clock.forget();
  world.clock.advance(120 * minute);
  await restart();
  expect(left(ben)).toBe(1);
  world.clock.forget();
  world.clock.advance(minute);
  await restart();
  expect(left(ben)).toBe(1);
  expect(eventsOf()).not.toContain('reached');
  await pass(1);
  await reaches('reached');
});

it('[DU9] an end that passes while the room is empty leaves a minute to the member who comes back', async () => {
  await pass(59);
  for (const client of [ana, ben]) await client.ask(presence, 'leave', {});
  world.clock.advance(minute - 1);
  ana = await enter('Ana', 'host');
  expect(left(ana)).toBe(1);
});

it('[DU10] an open poll holds the end off until a minute after it has closed', async () => {
  const id = await openPoll(ana, {});
  await pass(60);
  await expect.poll(() => sittingOf(ben)?.poll).toBe('waits');
  expect(left(ben)).toBe(5);
  await pass(1);
  await ana.ask(poll, 'close', { poll: id });
  expect(left(ben)).toBe(1);
  await openPoll(ana, {});
  await pass(1);
  await reaches('reached');
});

it('[DU10] an open poll holds the end off for five minutes at most, and no member sees which polls are counted', async () => {
  await openPoll(ana, {});
  expect(ana.state(duration).polls).toEqual([]);
  await pass(64);
  expect(eventsOf()).not.toContain('reached');
  await pass(1);
  await reaches('reached');
});

it('[DU11] a sitting goes on through a restart with the time that it had', async () => {
  await pass(20);
  await restart();
  expect(left(ben)).toBe(40);
  await pass(40);
  await reaches('reached');
  expect(eventsOf()).toEqual(['limited', 'began', 'warned', 'closing', 'reached']);
});

it('[DU12] a host who ends the meeting ends the sitting', async () => {
  await pass(30);
  await ana.ask(moderation, 'end', {});
  ana = await enter('Ana', 'host');
  expect(left(ana)).toBe(60);
});

it('[DU13] a room without a limit has no events of this feature, and cannot be extended', async () => {
  const cleo = await world.enter('Cleo', 'host');
  await openPoll(cleo, {});
  await pass(100);
  expect(eventsOf('test-room')).toEqual([]);
  expect(await cleo.ask(duration, 'extend', { minutes: 15 })).toMatchObject({ code: 'notFound' });
});

it('[DU13] a later meeting has the limit of then: another one, or none', async () => {
  await ana.ask(moderation, 'end', {});
  const room = await world.rooms.require(limited);
  await room.begin({ [duration.name]: null });
  const free = await enter('Cleo', 'host');
  expect(free.state(duration).limit).toBeUndefined();
  await pass(100);
  expect(sittingOf(free)).toBeUndefined();
  await free.ask(moderation, 'end', {});
  await room.begin({ [duration.name]: null });
  expect(eventsOf().filter((event) => event === 'freed')).toHaveLength(1);
  await room.begin({ [duration.name]: hour });
  expect(left(await enter('Dora', 'host'))).toBe(60);
});

it('[DU1] the person who opens a room may choose fewer minutes than the server, and never more', () => {
  const server = { minutes: 60, extendable: 30 };
  expect(openingOf(undefined, undefined)).toEqual({});
  expect(openingOf(server, undefined)).toEqual({ duration: { ...server, of: { is: 'server' } } });
  expect(openingOf(server, { minutes: 45 })).toEqual({
    duration: { minutes: 45, extendable: 45, of: { is: 'opener' } },
  });
  expect(() => openingOf(server, { minutes: 61 })).toThrow('Meetings on this server last 60 minutes at most.');
  const most = durationLimits.mostMinutes;
  for (const wish of [undefined, { minutes: 1 }, { minutes: most }]) {
    const opening = openingOf({ minutes: most, extendable: most }, wish);
    expect(DurationLimit.safeParse(opening[duration.name]).success).toBe(true);
  }
  expect(openingOf(undefined, { minutes: 61 })).toMatchObject({ duration: { minutes: 61, of: { is: 'opener' } } });
});
