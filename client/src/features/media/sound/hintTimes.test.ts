import { describe, expect, it } from 'vitest';
import { createHintTimes } from './hintTimes.ts';

describe('the hint that somebody talks while muted', () => {
  it('comes at once, and then at most every two minutes', () => {
    const times = createHintTimes();
    expect(times.mayShow(1_000)).toBe(true);
    expect(times.mayShow(60_000)).toBe(false);
    expect(times.mayShow(121_000)).toBe(true);
    expect(times.mayShow(122_000)).toBe(false);
  });

  it('does not come again in a meeting in which it was stopped', () => {
    const times = createHintTimes();
    times.stop();
    expect(times.mayShow(1_000_000)).toBe(false);
  });
});
