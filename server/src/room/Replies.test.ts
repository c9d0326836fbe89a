import { describe, expect, it } from 'vitest';
import { Replies } from './Replies.ts';

const windowMs = 120_000;

describe('replies', () => {
  it('are kept for the window for each caller, and forgotten after it', () => {
    const replies = new Replies(windowMs);
    replies.add({ by: 'ana', key: 'key-1', reply: { id: 'm1' } }, 0);
    replies.add({ key: 'key-1', reply: { id: 'unsigned' } }, 0);
    replies.add({ by: 'ben', key: 'key-1' }, windowMs);
    expect(replies.find('ana', 'key-1')).toEqual({ value: { id: 'm1' } });
    expect(replies.find(undefined, 'key-1')).toEqual({ value: { id: 'unsigned' } });
    expect(replies.find('ben', 'key-1')).toEqual({ value: undefined });
    expect(replies.find('ben', 'key-2')).toBeUndefined();
    replies.add({ by: 'ben', key: 'key-2' }, windowMs * 2);
    expect(replies.find('ana', 'key-1')).toBeUndefined();
    expect(replies.count).toBe(2);
  });

  it('of a busy caller remove none of another caller', () => {
    const replies = new Replies(windowMs);
    replies.add({ by: 'ana', key: 'key-1' }, 0);
    for (let n = 0; n < 30_000; n += 1) replies.add({ by: 'mallory', key: `key-${n}` }, 1);
    expect(replies.count).toBeLessThanOrEqual(20_001);
    expect(replies.find('ana', 'key-1')).toBeDefined();
    expect(replies.find('mallory', 'key-29999')).toBeDefined();
    expect(replies.find('mallory', 'key-0')).toBeUndefined();
  });

  it('of many busy callers stay within the bound of the room', () => {
    const replies = new Replies(windowMs);
    replies.add({ by: 'ana', key: 'key-1' }, 0);
    for (let n = 0; n < 150_000; n += 1) replies.add({ by: `mallory-${n % 50}`, key: `key-${n}` }, 1);
    expect(replies.count).toBeLessThanOrEqual(100_000);
    expect(replies.find('ana', 'key-1')).toBeDefined();
  });
});
