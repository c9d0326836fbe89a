import type { Poll } from '@plenum/shared/features/poll/contract';
import { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { lastResult, pollShapes } from './pollShapes.ts';

const t = ((key: string) => key) as TFunction;

function poll(part: Partial<Poll>): Poll {
  const setup: Poll['setup'] = {
    question: 'Which roof?',
    choice: { kind: 'custom', options: ['Green', 'Solar'] },
    secret: false,
  };
  return { id: 'p', setup, isQuiz: false, openedBy: 'ana', openedAt: 0, status: 'published', voted: 4, ...part };
}
const counted = (tally: number[]): Poll['outcome'] => ({
  result: { kind: 'counted', ballots: 4, tally, texts: [] },
});

it('a published result is a question, and words, a bar and a number for each option', () => {
  const shapes = pollShapes(t, poll({ outcome: counted([1, 3]) }), { x: 100, y: 200, width: 1_000, order: 7 });
  expect(shapes.every((shape) => DrawnShape.safeParse(shape).success)).toBe(true);
  expect(shapes.flatMap((shape) => ('text' in shape ? [shape.text] : []))).toEqual([
    'Which roof?',
    'Green',
    '1',
    'Solar',
    '3',
  ]);
  const [green, solar] = shapes.filter(({ kind }) => kind === 'rectangle').map(({ w }) => w);
  expect((solar ?? 0) / (green ?? 1)).toBe(3);
  expect(new Set(shapes.map(({ id }) => id)).size).toBe(shapes.length);
});

it('only what everybody may see, and what is counted by options, can be put on a page', () => {
  const typed = poll({ setup: { question: 'Why?', choice: { kind: 'typed' }, secret: false }, outcome: counted([]) });
  const published = poll({ id: 'mine', outcome: counted([1, 3]) });
  expect(lastResult([poll({}), published, typed, poll({ outcome: { result: { kind: 'tooFew' } } })])).toBe(published);
  expect(lastResult([poll({ status: 'open' })])).toBeUndefined();
  expect(pollShapes(t, poll({}), { x: 0, y: 0, width: 100, order: 1 })).toEqual([]);
});
