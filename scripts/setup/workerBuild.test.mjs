import { expect, test } from 'vitest';
import { buildJobs, parseNinja, timeLeft } from './workerBuild.mjs';

test('reads ninja’s progress', () => {
  expect(parseNinja('[37/261] Compiling C++ object x.cpp.o')).toEqual({ done: 37, total: 261 });
  expect(parseNinja('ninja: Entering directory `build’')).toBeUndefined();
});

test('guesses the time left, not too early', () => {
  expect(timeLeft({ done: 1, total: 261, elapsedMs: 900 })).toBe('');
  expect(timeLeft({ done: 131, total: 262, elapsedMs: 240_000 })).toBe('about 4 min left');
  expect(timeLeft({ done: 250, total: 261, elapsedMs: 450_000 })).toBe('less than a minute left');
});

test('runs no more compilers than cores and memory carry', () => {
  expect(buildJobs(2, 8e9)).toBe(2);
  expect(buildJobs(16, 4e9)).toBe(5);
  expect(buildJobs(4, 0.5e9)).toBe(1);
});
