import { describe, expect, it } from 'vitest';
import { readOptions, readPath } from './options.ts';

const at = new Date('2026-11-30T10:20:30Z');
const read = (...args: string[]) => readOptions(['classroom', '--url', 'https://meet.example', ...args], at);

describe('The command line', () => {
  it('is read as people write it', () => {
    expect(
      read('--participants', '200', '--browsers', '2', '--ramp', '10s', '--minutes', '60', '--churn', '2m'),
    ).toMatchObject({ participants: 200, browsers: 2, rampMs: 10_000, lastsMs: 3_600_000, churnMs: 120_000 });
    expect(read().out).toBe('load-test-2026-11-30-102030');
  });

  it('takes a bad path in percent and ms', () => {
    expect(readPath('loss=5,delay=80,jitter=20')).toEqual({ loss: 0.05, delayMs: 80, jitterMs: 20, duplicate: 0 });
    expect(readPath('loss=0.5%, delay=80ms')).toMatchObject({ loss: 0.005, delayMs: 80 });
  });

  it.each([
    [['--participants', 'many'], /--participants many: a whole number/],
    [['--ramp', 'slowly'], /--ramp slowly: a time such as/],
    [['--path', 'lost=5'], /--path: "lost=5" is not understood/],
    [['--path', 'loss=500'], /--path/],
    [['--gate', 'loss'], /--gate "loss" is not understood/],
    [['--gate', 'lost<1%'], /there is no figure lost/],
    [['--gate', 'loss<5ms'], /loss is measured in %, not in ms/],
    [['--seconds', '5', '--minutes', '5'], /not both/],
    [['--participants', '2', '--browsers', '3'], /3 browsers are more than all 2 people/],
    [['--speed', '3'], /Unknown option '--speed'/],
    [['seminar'], /"seminar" is one word too many/],
  ])('is refused in words: %j', (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });

  it('needs a scenario and an address', () => {
    expect(() => readOptions([], at)).toThrow(/Which scenario/);
    expect(() => readOptions(['classroom'], at)).toThrow(/--url is missing/);
  });
});
