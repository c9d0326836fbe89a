import { describe, expect, it } from 'vitest';
import { castOf, dealt, headcount } from './people.ts';
import { lacks, needOf, shortestRamp } from './preflight.ts';
import { parseScenario, readScenario } from './scenario/readScenario.ts';

const common = { rampMs: 10_000, browsers: 0, whole: 2, seed: 1 };

describe('The people of a scenario', () => {
  it('fill the roles in order, and the rest takes what is left', () => {
    const { roles } = parseScenario(
      'title: T\nroles:\n  - { name: a, count: 2 }\n  - { name: b, count: 10% }\n  - { name: c, count: rest }\n',
      't',
    );
    expect(headcount(roles, 40)).toEqual([2, 4, 34]);
    expect(headcount(roles, 2)).toEqual([2, 0, 0]);
  });

  it('come evenly over the ramp', () => {
    const plans = castOf({ scenario: readScenario('chat'), people: 100, ...common });
    expect(plans).toHaveLength(100);
    expect(plans[50]?.comesAt).toBe(5_000);
  });

  it('leave places and a voice to browsers', () => {
    const plans = castOf({ scenario: readScenario('classroom'), people: 20, ...common, browsers: 2 });
    expect(plans).toHaveLength(18);
    expect(plans.filter(({ talks }) => talks === 'always')).toHaveLength(2);
  });

  it('read every packet when they send, and a few of the others do', () => {
    const plans = castOf({ scenario: readScenario('classroom'), people: 30, ...common });
    const listeners = plans.filter(({ role }) => role === 'Pupil');
    expect(plans.filter(({ role }) => role !== 'Pupil').every(({ depth }) => depth === 'whole')).toBe(true);
    expect(listeners.filter(({ depth }) => depth === 'whole')).toHaveLength(2);
  });

  it('stay about as long as churn says, the same for the same seed', () => {
    const cast = (seed: number) =>
      castOf({ scenario: readScenario('chat'), people: 10, ...common, churnMs: 60_000, seed }).map(
        ({ staysMs }) => staysMs,
      );
    expect(cast(3)).toEqual(cast(3));
    expect(cast(3)).not.toEqual(cast(4));
    expect(cast(3).every((ms) => ms !== undefined && ms >= 30_000 && ms <= 90_000)).toBe(true);
  });

  it('are dealt to processes evenly', () => {
    expect(dealt([1, 2, 3, 4, 5], 2)).toEqual([
      [1, 3, 5],
      [2, 4],
    ]);
  });
});

describe('Before a test starts', () => {
  const plans = castOf({ scenario: readScenario('classroom'), people: 200, ...common });
  const roomy = { cores: 8, freeBytes: 64 * 1024 ** 3, descriptors: 100_000 };

  it('a machine that will do is not complained of', () => {
    expect(lacks(needOf(plans, 0, 2), roomy)).toEqual([]);
  });

  it.each([
    ['descriptors', { ...roomy, descriptors: 256 }, /open files and sockets, and this system allows 256/],
    ['cores', { ...roomy, cores: 0.2 }, /cores, and this machine has 0.2/],
    ['memory', { ...roomy, freeBytes: 1_000_000 }, /of memory, and 0.0 GiB are free/],
  ])('too few %s are named', (_what, machine, words) => {
    expect(lacks(needOf(plans, 0, 2), machine)).toEqual([expect.stringMatching(words)]);
  });

  it('the ramp is as long as the server takes to let all in', () => {
    expect(shortestRamp(1_000)).toBe(0);
    expect(shortestRamp(3_300)).toBe(120_000);
  });
});
