import { expect, test } from 'vitest';
import { createProgress, duration } from './progress.mjs';

function stream(isTTY) {
  const written = [];
  return { isTTY, columns: 40, written, write: (text) => written.push(text) };
}

test('rewrites one line on a terminal, and never wider than it', () => {
  const terminal = stream(true);
  const out = createProgress(terminal, () => 0);
  out.advance(0.1, 'x'.repeat(100));
  out.say('done');
  expect(terminal.written).toEqual([`\r\x1b[K${'x'.repeat(39)}`, '\r\x1b[K', 'done\n']);
});

test('prints a line every ten percent elsewhere', () => {
  const file = stream(false);
  const out = createProgress(file, () => 0);
  for (let done = 1; done <= 100; done += 1) out.advance(done / 100, `${done}`);
  out.show('left out');
  expect(file.written.map((line) => line.trim())).toEqual([
    '1',
    '10',
    '20',
    '30',
    '40',
    '50',
    '60',
    '70',
    '80',
    '90',
    '100',
  ]);
});

test('a step ends with the time it took', () => {
  const file = stream(false);
  let time = 1000;
  const done = createProgress(file, () => time).begin('Building');
  time = 76_000;
  done('Built');
  expect(file.written).toEqual(['Building …\n', '✓ Built (75 s)\n']);
});

test('says durations as one would aloud', () => {
  expect([250, 9900, 59_400, 455_000].map(duration)).toEqual(['0.3 s', '9.9 s', '59 s', '7 min 35 s']);
});
