import type { LogLine } from '@plenum/shared/api/recording/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { features } from '@plenum/shared/features/index';
import { presence } from '@plenum/shared/features/presence/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { afterEach, expect, it } from 'vitest';
import { stateOf } from '../store.ts';
import { PlaybackClock } from './clock.ts';
import { linesOf } from './load.ts';
import { PlaybackSession } from './PlaybackSession.ts';
import { epochOf } from './recorded.ts';

const begun = 1_700_000_000_000;
const messages = 1_000;
const meta = (seq: number, at: number) => ({ seq, at: begun + at });
const ada = { id: 'ada', name: 'Ada', role: 'host', joinedAt: begun, online: true };

/** A message each 100 ms, and Ben from the second minute on. */
const unsorted: readonly LogLine[] = [
  { is: 'view', at: 0, seq: 1, now: begun, title: 'Weekly', states: { presence: { members: { ada } } } },
  ...Array.from({ length: messages }, (_, index): LogLine => {
    const at = (index + 1) * 100;
    const payload = {
      id: `m${index}`.padEnd(16, '-'),
      from: 'ada',
      name: 'Ada',
      text: `number ${index}`,
      at: begun + at,
    };
    return { is: 'event', at, name: 'chat:sent', payload, meta: meta(index + 2, at) };
  }),
  {
    is: 'event',
    at: 60_050,
    name: 'presence:joined',
    payload: { id: 'ben', name: 'Ben', role: 'participant' },
    meta: meta(2_000, 60_050),
  },
];
const log = unsorted.toSorted((a, b) => a.at - b.at);

let session: PlaybackSession | undefined;
afterEach(() => session?.close());

function open(lines: readonly LogLine[], more: Partial<ConstructorParameters<typeof PlaybackSession>[0]> = {}) {
  const time = { now: 0 };
  const clock = new PlaybackClock(200_000, () => time.now);
  const made = new PlaybackSession({
    id: 'recording',
    title: 'Weekly',
    log: lines,
    epochOf: epochOf({ startedAt: begun }, lines),
    clock,
    reducers: features,
    pass: { base: '', room: 'recording', seat: '' },
    ...more,
  });
  session = made;
  return { session: made, clock, time };
}

const told = ({ store }: PlaybackSession) => stateOf(store.getState(), chat).messages.length;
const last = ({ store }: PlaybackSession) => stateOf(store.getState(), chat).messages.at(-1)?.text;
const people = ({ store }: PlaybackSession) => Object.keys(stateOf(store.getState(), presence).members);

it('has the same states at a time, however the clock came there', () => {
  const { session: jumped, clock } = open(log);
  for (const to of [90_000, 3_000, 61_000, 60_040]) clock.seek(to);
  const after = jumped.store.getState().states;
  jumped.close();
  const walked = open(log);
  walked.clock.play();
  for (let at = 0; at <= 60_040; at += 40) {
    walked.time.now = at;
    walked.session.follow();
  }
  expect(walked.session.store.getState().states).toEqual(after);
  expect(last(walked.session)).toBe('number 599');
  expect(people(walked.session)).toEqual(['ada']);
});

it('goes back as well as forward', () => {
  const { session: here, clock } = open(log);
  clock.seek(100_000);
  expect([last(here), people(here)]).toEqual(['number 999', ['ada', 'ben']]);
  clock.seek(0);
  expect([told(here), people(here)]).toEqual([0, ['ada']]);
});

it('replays at most a bounded number of lines for a jump', () => {
  let reduced = 0;
  const counting = features.map((one) => ({
    ...one,
    reduce: (...args: Parameters<typeof one.reduce>) => {
      reduced += 1;
      return one.reduce(...args);
    },
  }));
  const { clock } = open(log, { reducers: counting });
  clock.seek(100_000);
  reduced = 0;
  clock.seek(99_000);
  clock.seek(98_000);
  expect(reduced).toBeLessThanOrEqual(2 * 256);
});

it('can send nothing, and answers questions about the log', async () => {
  const answer = (name: string) => (name === 'chat:older' ? { messages: [], more: false } : undefined);
  const { session: here } = open(log, { answer });
  await expect(here.send(chat, 'send', { text: 'Hello' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(here.send(chat, 'older', { channel: 'all', before: 'm1'.padEnd(16, '-') })).resolves.toEqual({
    messages: [],
    more: false,
  });
});

const stroke = (at: number, points: string): LogLine => ({
  is: 'event',
  at,
  name: 'whiteboard:stroked',
  payload: [{ page: 'p.1', id: 's'.repeat(16), kind: 'pen', colour: 'green', width: 4, from: 0, points, by: 'ada' }],
});

it('tells strokes as they were made, and ends one that a jump leaves', () => {
  const first = log[0];
  const lines = first ? [first, stroke(1_000, 'sAAAA'), stroke(1_050, 'sAAAA')] : [];
  const endingOf = (name: string, payload: unknown) =>
    name === 'whiteboard:stroked'
      ? whiteboard.events.stroked.payload.parse(payload).map((part) => ({ ...part, points: '' }))
      : undefined;
  const { session: here, clock, time } = open(lines, { endingOf });
  const heard: string[] = [];
  here.onVolatile(whiteboard, 'stroked', (parts) => heard.push(...parts.map(({ points }) => points)));
  clock.play();
  time.now = 1_020;
  here.follow();
  expect(heard).toEqual(['sAAAA']);
  clock.seek(100_000);
  expect(heard).toEqual(['sAAAA', '']);
  clock.seek(1_060);
  expect(heard).toEqual(['sAAAA', '', 'sAAAA', 'sAAAA']);
});

it('says who talked at the time', () => {
  const talks = (at: number, members: readonly string[]): LogLine => ({
    is: 'event',
    at,
    name: 'media:speaking',
    payload: { members },
  });
  const { session: here, clock } = open([talks(1_000, ['ada']), talks(5_000, [])]);
  const at = (time: number) => {
    clock.seek(time);
    return here.store.getState().speaking;
  };
  expect([at(500), at(1_000), at(4_999), at(5_000), at(2_000)]).toEqual([[], ['ada'], ['ada'], [], ['ada']]);
});

it('passes over lines that it does not know', () => {
  const text = [
    JSON.stringify(log[0]),
    '{"is":"event","at":100,"name":"future:thing","payload":{},"meta":{"seq":2,"at":1}}',
    '{"is":"event","at":200,"name":"chat:sent","payload":{"nonsense":true},"meta":{"seq":3,"at":1}}',
    '{"is":"something"}',
    'no json',
    '',
  ].join('\n');
  const lines = linesOf(text);
  expect(lines.map(({ at }) => at)).toEqual([0, 100, 200]);
  const { session: here, clock } = open(lines);
  clock.seek(1_000);
  expect([told(here), people(here)]).toEqual([0, ['ada']]);
});

it('goes on with the room’s clock after a pause', () => {
  const view = (at: number, now: number): LogLine => ({ is: 'view', at, seq: 1, now, title: '', states: {} });
  const epoch = epochOf({ startedAt: begun }, [view(0, begun), view(10_000, begun + 70_000)]);
  expect([epoch(0), epoch(9_000), epoch(10_000), epoch(11_000)].map((at) => at - begun)).toEqual([
    0, 9_000, 70_000, 71_000,
  ]);
});

it('a state that this client does not understand leaves the others of the view as they are', () => {
  const ben = { ...ada, id: 'ben', name: 'Ben' };
  const states = { presence: { members: { ada, ben } }, recording: { answers: { ada: '' }, reminds: false } };
  const { session: played, clock } = open([
    ...log,
    { is: 'view', at: 150_000, seq: 3_000, now: begun, title: 'Weekly', states },
  ]);
  clock.seek(160_000);
  expect(people(played)).toEqual(['ada', 'ben']);
  expect(stateOf(played.store.getState(), presence).members['ben']?.joinedAt).toBe(begun);
});
