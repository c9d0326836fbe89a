import { beforeEach, expect, it } from 'vitest';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { timer } from '@plenum/shared/features/timer/contract';
import { timerLimits } from '@plenum/shared/features/timer/limits';
import { leftAt, spentAt } from '@plenum/shared/features/timer/time';
import { openWith } from '../../../test/breakouts.ts';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, roomId, World } from '../../../test/world.ts';

const minute = 60_000;

keepsTheLaw(
  timer,
  { start: { lengthMs: minute }, pause: {}, resume: {}, add: { ms: minute }, reset: {}, remove: {} },
  async ({ asker }) => void (await asker.ask(timer, 'start', { lengthMs: minute })),
);

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
});

const start = (lengthMs: number) => ana.ask(timer, 'start', { lengthMs });
const runOf = (client: Client) => client.state(timer).timer?.run.is;
const events = () => world.log.logOf(roomId).flatMap(({ feature, event }) => (feature === 'timer' ? [event] : []));

function left(client: Client): number | undefined {
  const { timer: now } = client.state(timer);
  return now && leftAt(now, world.clock.now());
}

const pass = (ms: number) => world.clock.advance(ms);
const isOver = () => expect.poll(() => runOf(ben)).toBe('over');

it('[TI1] a countdown has the length that it was given; the next start replaces it', async () => {
  for (const lengthMs of [timerLimits.shortestMs, timerLimits.longestMs]) {
    expect(await start(lengthMs)).toMatchObject({ ok: true });
    expect(left(ben)).toBe(lengthMs);
  }
  for (const lengthMs of [0, 999, 1_500.5, timerLimits.longestMs + 1]) {
    expect(await start(lengthMs)).toMatchObject({ code: 'invalid' });
  }
  await ana.ask(timer, 'start', {});
  expect(ben.state(timer).timer?.kind).toEqual({ is: 'stopwatch' });
});

it('[TI2] members who join later or come back see the same timer', async () => {
  await start(5 * minute);
  pass(90_000);
  const late = await world.enter('Late');
  expect(late.state(timer)).toEqual(ana.state(timer));
  expect(left(late)).toBe(210_000);
  await ana.ask(timer, 'pause', {});
  (await world.room()).lost('ben', ben);
  await ana.ask(timer, 'resume', {});
  ben = await world.join(ben.seat, ben.seq, ben);
  expect(ben.state(timer)).toEqual(ana.state(timer));
});

it('[TI3] a paused timer stands still and goes on with the time that it had', async () => {
  await start(5 * minute);
  pass(minute);
  await ana.ask(timer, 'pause', {});
  pass(10 * minute);
  expect([runOf(ben), left(ben)]).toEqual(['paused', 4 * minute]);
  await ana.ask(timer, 'resume', {});
  pass(minute);
  expect([runOf(ben), left(ben)]).toEqual(['running', 3 * minute]);
});

it('[TI3] pausing a paused timer and resuming a running one changes nothing', async () => {
  await start(minute);
  await ana.ask(timer, 'resume', {});
  await ana.ask(timer, 'pause', {});
  await ana.ask(timer, 'pause', {});
  expect(events()).toEqual(['started', 'paused']);
});

it('[TI4] reset stops a timer at its beginning, also after its end; remove takes it from every screen', async () => {
  await start(minute);
  pass(2 * minute);
  await isOver();
  await ana.ask(timer, 'reset', {});
  expect([runOf(ben), left(ben)]).toEqual(['paused', minute]);
  await ana.ask(timer, 'reset', {});
  await ana.ask(timer, 'remove', {});
  expect(ben.state(timer)).toEqual({});
  await ana.ask(timer, 'remove', {});
  expect(events()).toEqual(['started', 'ended', 'reset', 'removed']);
  for (const verb of ['pause', 'resume', 'reset'] as const) {
    expect(await ana.ask(timer, verb, {})).toMatchObject({ code: 'notFound' });
  }
  expect(await ana.ask(timer, 'add', { ms: minute })).toMatchObject({ code: 'notFound' });
});

it('[TI5] time is added to a countdown that runs, that is paused, and that is over', async () => {
  await start(2 * minute);
  pass(minute);
  await ana.ask(timer, 'add', { ms: minute });
  expect(left(ben)).toBe(2 * minute);
  await ana.ask(timer, 'pause', {});
  await ana.ask(timer, 'add', { ms: minute });
  expect([runOf(ben), left(ben)]).toEqual(['paused', 3 * minute]);
  await ana.ask(timer, 'resume', {});
  pass(10 * minute);
  await isOver();
  await ana.ask(timer, 'add', { ms: minute });
  expect([runOf(ben), left(ben)]).toEqual(['running', minute]);
  pass(minute);
  await isOver();
  expect(events()).toEqual(['started', 'added', 'paused', 'added', 'resumed', 'ended', 'added', 'ended']);
});

it('[TI5] adding time to a stopwatch, and pausing or resuming a countdown that is over, is refused', async () => {
  await ana.ask(timer, 'start', {});
  expect(await ana.ask(timer, 'add', { ms: minute })).toMatchObject({ code: 'conflict' });
  await start(minute);
  pass(minute);
  expect(await ana.ask(timer, 'pause', {})).toMatchObject({ code: 'conflict' });
  expect(await ana.ask(timer, 'resume', {})).toMatchObject({ code: 'conflict' });
});

it('[TI6] a countdown never has more than 24 hours left', async () => {
  await start(timerLimits.longestMs);
  expect(await ana.ask(timer, 'add', { ms: minute })).toMatchObject({ code: 'conflict' });
  pass(minute);
  expect(await ana.ask(timer, 'add', { ms: minute })).toMatchObject({ ok: true });
  expect(left(ben)).toBe(timerLimits.longestMs);
});

it('[TI7] a countdown is over once, at its time, and not before; there is no event in between', async () => {
  await start(minute);
  const heard = ben.frames.length;
  pass(minute - 1);
  expect(ben.frames).toHaveLength(heard);
  pass(1);
  await isOver();
  pass(24 * 60 * minute);
  expect(events()).toEqual(['started', 'ended']);
});

it('[TI7] a stopwatch runs until a member stops it', async () => {
  await ana.ask(timer, 'start', {});
  pass(100 * minute);
  const { timer: now } = ben.state(timer);
  expect(now && spentAt(now, world.clock.now())).toBe(100 * minute);
  expect(events()).toEqual(['started']);
});

it('[TI8] a running countdown goes on through a restart, and is over at its time', async () => {
  await start(5 * minute);
  pass(minute);
  await world.start();
  [ana, ben] = [await world.join(ana.seat, ana.seq, ana), await world.join(ben.seat, ben.seq, ben)];
  expect(left(ben)).toBe(4 * minute);
  pass(4 * minute);
  await isOver();
});

it('[TI8] a countdown whose time passed while the server was down is over at once', async () => {
  await start(1_000);
  world.clock.forget();
  world.clock.advance(2_000);
  await world.start();
  ben = await world.join(ben.seat, ben.seq, ben);
  pass(0);
  await isOver();
  expect(events()).toEqual(['started', 'ended']);
});

it('[TI9] moderators and the presenter manage the timer, and no other member', async () => {
  const mia = await world.enter('Mia', 'moderator');
  expect(await mia.ask(timer, 'start', {})).toMatchObject({ ok: true });
  for (const verb of ['start', 'pause', 'resume', 'reset', 'remove'] as const) {
    expect(await ben.ask(timer, verb, {})).toMatchObject({ code: 'forbidden' });
  }
  expect(await ben.ask(timer, 'add', { ms: minute })).toMatchObject({ code: 'forbidden' });
  await ana.ask(moderation, 'present', { member: 'ben' });
  expect(await ben.ask(timer, 'pause', {})).toMatchObject({ ok: true });
});

it('[TI10] the timer is removed when all members have left', async () => {
  await ana.ask(timer, 'start', {});
  for (const client of [ben, ana]) await client.ask(presence, 'leave', {});
  await world.idle();
  expect((await world.enter('Next', 'host')).state(timer)).toEqual({});
});

it('[TI11] a room of a meeting has a timer of its own', async () => {
  await start(minute);
  await openWith(ana, {});
  await ana.ask(timer, 'pause', {});
  expect(events()).toEqual(['started', 'paused']);
});
