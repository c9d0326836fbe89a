import type { LogLine } from '@plenum/shared/api/recording/contract';
import { expect, it } from 'vitest';
import { marksOf } from './chapters.ts';
import { contentsOf, pageAt, search } from './contents.ts';

const presentation = {
  id: 'roof',
  name: 'Roof',
  kind: 'pdf',
  pages: [
    { id: 'roof.1', width: 1920, height: 1080 },
    { id: 'roof.2', width: 1920, height: 1080 },
  ],
};
const meta = { seq: 1, at: 1 };
const event = (at: number, name: string, payload: unknown): LogLine => ({ is: 'event', at, name, payload, meta });
const log: readonly LogLine[] = [
  {
    is: 'view',
    at: 0,
    seq: 1,
    now: 1,
    title: 'Weekly',
    states: {
      presence: { members: { ada: { id: 'ada', name: 'Ada', role: 'host', joinedAt: 0, online: true } } },
      slides: { presentations: [presentation], current: 'roof.1' },
    },
  },
  event(3_000, 'presence:joined', { id: 'ben', name: 'Ben Müller', role: 'participant' }),
  event(5_000, 'slides:turned', { page: 'roof.2' }),
  event(6_000, 'chat:sent', {
    id: 'messagemessage01',
    from: 'ben',
    name: 'Ben Müller',
    text: 'What says the bank about A?',
    at: 1,
    channel: 'all',
  }),
  event(8_000, 'media:published', { member: 'ben', source: 'screen', muted: false }),
  event(9_000, 'slides:turned', {}),
];
const contents = contentsOf(log);
const linesOf = new Map([['roof.2', ['Which roof shall we choose?', 'Solar roof']]]);
const find = (query: string) =>
  search(
    { contents, linesOf, chapters: [{ at: 1_000, title: 'Welcome' }], captions: [{ from: 2_000, text: 'Guten Tag' }] },
    query,
  ).map(({ kind, at }) => `${kind} ${at}`);

it('knows the page at each time', () => {
  expect([0, 4_999, 5_000, 8_999, 9_000].map((at) => pageAt(contents, at))).toEqual([
    'roof.1',
    'roof.1',
    'roof.2',
    'roof.2',
    undefined,
  ]);
});

it('finds words in chat, slides, names, chapters and captions, at their time', () => {
  expect(find('bank')).toEqual(['chat 6000']);
  expect(find('solar ROOF')).toEqual(['slide 5000']);
  expect(find('muller')).toEqual(['person 3000', 'chat 6000', 'person 8000']);
  expect(find('welcome')).toEqual(['chapter 1000']);
  expect(find('guten')).toEqual(['caption 2000']);
  expect(find('roof')).toEqual(['slide 0', 'slide 5000']);
  expect(find('nothing like it')).toEqual([]);
  expect(find('  ')).toEqual([]);
});

it('makes chapters of pages and screens, and keeps those written by hand', () => {
  const marks = marksOf(contents.happenings, [{ at: 5_500, title: 'The roof' }], ({ is }) => is);
  expect(marks.map(({ at, title, kind }) => `${at} ${kind} ${title}`)).toEqual([
    '0 page page',
    '5500 hand The roof',
    '8000 screen screen',
  ]);
});
