import { expect, it } from 'vitest';
import { missingIn } from './readFiles.ts';

const frame = (count: number, sentAt: number, by = 1) => ({ at: sentAt, sentAt, by, count });

it('counts the frames between two that the bot sent', () => {
  expect(missingIn([frame(4, 80), frame(5, 100), frame(9, 180), frame(10, 200)])).toBe(3);
});

it('counts no frame that a late bot sent together with another, or did not send', () => {
  expect(missingIn([frame(0, 0), frame(1, 33), frame(2, 99), frame(3, 99), frame(4, 900)])).toBe(0);
});

it('does not compare one layer of a camera with another', () => {
  expect(missingIn([frame(7, 0), frame(90, 33, 2), frame(91, 66, 2), frame(60, 99)])).toBe(0);
});
