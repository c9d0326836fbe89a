import { AppError } from '@plenum/shared/core/errors';
import { expect, it } from 'vitest';
import { wordsOfError, wordsOfNoPlace } from './errorWords.ts';

it.each([
  [new AppError('full', 'The log is full.', 'log'), 'refusal.log'],
  [new AppError('limited', 'Too many bytes.', 'rate'), 'refusal.rate'],
  [new AppError('full', 'No seat is left.', 'seat'), 'refusal.seat'],
  [new AppError('full', 'A bound of a later server.', 'elsewhere'), 'error.full'],
  [new AppError('limited', 'Too many at once.'), 'error.limited'],
  [new Error('A fault of ours.'), 'error.internal'],
])('has words for %s', (error, words) => {
  expect(wordsOfError(error)).toBe(words);
});

it('has words for each bound of a room that has no seat', () => {
  const wordsFor = (bound?: string) => wordsOfNoPlace(new AppError('full', 'No seat.', bound));
  expect(['windows', 'waiting', 'address', 'log', undefined].map(wordsFor)).toEqual([
    'room.full.windows',
    'room.full.waiting',
    'room.full.address',
    'room.full.log',
    'room.full.body',
  ]);
});
