import type { LogEntry } from '@plenum/shared/core/log';
import { describe, expect, it } from 'vitest';
import { Recent } from './Recent.ts';

const MiB = 1024 * 1024;

function entry(seq: number, text: string = ''): LogEntry {
  return { seq, at: seq, feature: 'chat', event: 'sent', payload: { text } };
}

const numbersIn = (entries: readonly LogEntry[] | undefined) => entries?.map(({ seq }) => seq);

describe('the newest entries of a room', () => {
  it('are returned from any number that is still kept, also across a row that could not be read', () => {
    const recent = new Recent(5);
    recent.add([entry(6), entry(7), entry(9)]);
    expect(numbersIn(recent.after(5))).toEqual([6, 7, 9]);
    expect(numbersIn(recent.after(8))).toEqual([9]);
    expect(numbersIn(recent.after(9))).toEqual([]);
    expect(recent.after(4)).toBeUndefined();
  });

  it('stay below 4 MiB with entries of any size, and report numbers that are gone', () => {
    const recent = new Recent(0);
    for (let seq = 1; seq <= 300; seq += 1) {
      recent.add([entry(seq, 'x'.repeat(60_000))]);
      expect(recent.bytes).toBeLessThanOrEqual(4 * MiB);
    }
    expect(recent.bytes).toBeGreaterThan(2 * MiB);
    expect(recent.after(200)).toBeUndefined();
    expect(numbersIn(recent.after(290))).toHaveLength(10);
  });

  it('stay below 4,000, and keep at least half of them', () => {
    const recent = new Recent(0);
    for (let seq = 1; seq <= 20_000; seq += 1) {
      recent.add([entry(seq)]);
      expect(recent.count).toBeLessThanOrEqual(4_000);
    }
    expect(numbersIn(recent.after(18_000))).toHaveLength(2_000);
  });

  it('drop an entry that alone is too large, and report it as missing', () => {
    const recent = new Recent(0);
    recent.add([entry(1), entry(2, 'x'.repeat(5 * MiB))]);
    expect(recent.bytes).toBe(0);
    expect(recent.after(1)).toBeUndefined();
    expect(recent.after(2)).toEqual([]);
  });
});
