import { beforeEach, expect, it } from 'vitest';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { type Answer, recording, type RecordingRule } from '@plenum/shared/features/recording/contract';
import { spentAt } from '@plenum/shared/features/recording/time';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';
import { type RecorderFact, serveRecording } from './recording.ts';

let world: World;
let ana: Client;
let ben: Client;

const tell = async (of: World, fact: FactOf<RecorderFact>) => {
  const room = await of.room();
  const id = room.committed(recording).recording?.id ?? '';
  await room.settle(serveRecording, { ...fact, id });
};
type FactOf<F> = F extends unknown ? Omit<F, 'id'> : never;

keepsTheLaw(
  recording,
  { start: { chat: 'kept' }, pause: {}, resume: {}, stop: {}, answer: { answer: 'out' } },
  async ({ world: of, asker }) => {
    await asker.ask(recording, 'start', { chat: 'kept' });
    await tell(of, { is: 'begun', spentMs: 0 });
  },
);

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
});

const begin = async () => {
  await ana.ask(recording, 'start', { chat: 'kept' });
  await tell(world, { is: 'begun', spentMs: 0, space: { bytes: 5, most: 10 } });
};
const now = (client: Client) => client.state(recording).recording;
const runOf = (client: Client) => now(client)?.run.is;
const answer = (client: Client, said: Answer) => client.ask(recording, 'answer', { answer: said });

it('[RC1] starts, pauses, resumes and stops; nothing is recorded before the recorder says so', async () => {
  await ana.ask(recording, 'start', { chat: 'kept' });
  expect(runOf(ben)).toBe('starting');
  expect(await ana.ask(recording, 'pause', {})).toMatchObject({ code: 'conflict' });
  await tell(world, { is: 'begun', spentMs: 0 });
  expect(runOf(ben)).toBe('running');
  for (const [command, then] of [
    ['pause', 'paused'],
    ['resume', 'running'],
    ['stop', undefined],
  ] as const) {
    expect(await ben.ask(recording, command, {})).toMatchObject({ code: 'forbidden' });
    expect(await ana.ask(recording, command, {})).toMatchObject({ ok: true });
    expect(runOf(ben)).toBe(then);
  }
  expect(await ana.ask(recording, 'stop', {})).toMatchObject({ code: 'notFound' });
});

it('[RC2] everybody sees who started it and how long it is; the clock stands still in a pause', async () => {
  await begin();
  world.clock.advance(60_000);
  await ana.ask(recording, 'pause', {});
  world.clock.advance(60_000);
  await ana.ask(recording, 'resume', {});
  world.clock.advance(30_000);
  const late = await world.enter('Late');
  const shown = now(late);
  expect(shown).toMatchObject({ by: ana.seat.id, name: 'Ana', space: { bytes: 5, most: 10 } });
  expect(shown && spentAt(shown, world.clock.now())).toBe(90_000);
});

it('[RC3] [RC4] asks everybody for each recording; a member who is out stays out', async () => {
  expect(await answer(ben, 'accepted')).toMatchObject({ code: 'notFound' });
  await begin();
  const cleo = await world.enter('Cleo');
  expect(cleo.state(recording).answers).toEqual({ [ana.seat.id]: 'accepted' });
  await answer(ben, 'accepted');
  await answer(cleo, 'out');
  await ana.ask(recording, 'stop', {});
  await begin();
  expect(ben.state(recording).answers).toEqual({ [ana.seat.id]: 'accepted', [cleo.seat.id]: 'out' });
});

it('[RC6] tells why a recording is refused or stopped, and warns of the end of the space', async () => {
  await ana.ask(recording, 'start', { chat: 'kept' });
  await tell(world, { is: 'refused', why: 'full' });
  expect(now(ben)).toBeUndefined();
  expect(ben.frames.at(-1)).toMatchObject({ name: 'recording:refused', payload: { why: 'full' } });
  await begin();
  await tell(world, { is: 'used', percent: 80, space: { bytes: 8, most: 10 } });
  expect(now(ben)?.space).toEqual({ bytes: 8, most: 10 });
  await tell(world, { is: 'failed', why: 'full' });
  expect(ben.frames.at(-1)).toMatchObject({ name: 'recording:stopped', payload: { why: 'full' } });
});

it('[RC7] stops when everybody has left, and after the longest time', async () => {
  await begin();
  world.clock.advance(recordingLimits.longestMs + 1);
  await expect.poll(() => now(ben)).toBeUndefined();
  expect(ben.frames.at(-1)).toMatchObject({ payload: { why: 'longest' } });
  await begin();
  for (const client of [ana, ben]) await client.askRaw('presence:leave', {});
  expect((await world.room()).committed(recording).recording).toBeUndefined();
});

it('[RC9] reminds where the last meeting was recorded, until this one is', async () => {
  await (await world.room()).begin({ recording: true });
  expect(ben.state(recording).reminds).toBe(true);
  await begin();
  expect(ben.state(recording).reminds).toBe(false);
});

it('[RC10] tells everybody when the disk is too slow, and once', async () => {
  await begin();
  for (const slow of [true, true, false]) await tell(world, { is: 'slow', slow });
  expect(ben.frames.filter(({ name }) => name === 'recording:slowed')).toHaveLength(2);
  expect(now(ben)?.slow).toBe(false);
});

it('[RC11] gives the link to members who control recordings alone', async () => {
  await begin();
  await ana.ask(recording, 'stop', {});
  await (await world.room()).settle(serveRecording, { id: 'one', is: 'linked', key: 'secret' });
  expect(ana.frames.at(-1)).toMatchObject({ name: 'recording:linked', payload: { key: 'secret' } });
  expect(JSON.stringify(ben.frames)).not.toContain('secret');
});

/** Opens a room by this rule, and lets Cleo in as host. */
async function ruled(rule: RecordingRule): Promise<Client> {
  world = await World.create();
  const room = await world.room();
  await room.begin({ [recording.name]: rule });
  await world.enter('Zoe');
  return world.enter('Cleo', 'host');
}

it('[RC12] where a program allows no recording, or decides alone, no member starts one', async () => {
  for (const rule of [
    { allowed: false, byMembers: true, starts: true },
    { allowed: true, byMembers: false, starts: false },
  ]) {
    const cleo = await ruled(rule);
    expect(await cleo.ask(recording, 'start', { chat: 'kept' })).toMatchObject({ code: 'forbidden', bound: 'rule' });
    expect(now(cleo)).toBeUndefined();
  }
});

it('[RC12] one starts with the first host or moderator, and everybody is asked; who may stop it does so for good', async () => {
  let cleo = await ruled({ allowed: true, byMembers: false, starts: true });
  expect(now(cleo)).toMatchObject({ by: cleo.seat.id, run: { is: 'starting' } });
  // This host pressed no button.
  expect(cleo.state(recording).answers).toEqual({});
  expect(await cleo.ask(recording, 'stop', {})).toMatchObject({ code: 'forbidden' });
  cleo = await ruled({ allowed: true, byMembers: true, starts: true });
  expect(await cleo.ask(recording, 'stop', {})).toMatchObject({ ok: true });
  const mia = await world.enter('Mia', 'moderator');
  expect(now(mia)).toBeUndefined();
});
