import { expect, it } from 'vitest';
import { nextSpeaker } from './useStageSpeaker.ts';

const people = ['me', 'ana', 'ben'];
const next = (now: string | undefined, speaking: readonly string[], here = people) =>
  nextSpeaker(now, { me: 'me', speaking, people: here });

it('is whoever talks, and stays while they talk or nobody else does', () => {
  expect(next(undefined, ['ben'])).toBe('ben');
  expect(next('ben', [])).toBe('ben');
  expect(next('ben', ['ana', 'ben'])).toBe('ben');
  expect(next('ben', ['ana'])).toBe('ana');
});

it('is me only while I am alone', () => {
  expect(next(undefined, ['me'], ['me'])).toBe('me');
  expect(next('me', ['me'])).toBe('ana');
  expect(next('me', [])).toBe('ana');
});

it('is somebody else when the one who was large has left', () => {
  expect(next('ben', [], ['me', 'ana'])).toBe('ana');
});
