import { describe, expect, it } from 'vitest';
import { isOnlyEmoji, SingleEmoji } from './emoji.ts';

describe('SingleEmoji', () => {
  it.each(['😀', '👍', '👍🏿', '❤️', '❤', '🇪🇸', '1️⃣', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🧑🏽‍🚀', '🏳️‍🌈'])('%s is one emoji', (text) => {
    expect(SingleEmoji.safeParse(text).success).toBe(true);
  });
  it.each(['', 'a', '1', ':smile:', '😀😀', '😀a', ' 😀', '__proto__', 'constructor', '\u200d', '👍\u202e', '🏿😀'])(
    '%j is not one emoji',
    (text) => {
      expect(SingleEmoji.safeParse(text).success).toBe(false);
    },
  );
  it('refuses input of any length in bounded time', () => {
    expect(SingleEmoji.safeParse('👨‍'.repeat(20_000)).success).toBe(false);
    expect(isOnlyEmoji('😀 '.repeat(20_000))).toBe(false);
  });
});

describe('isOnlyEmoji', () => {
  it.each(['😀', '😀😀😀', '👍 🎉', '❤️🇪🇸👨‍👩‍👧‍👦'])('accepts %s', (text) => expect(isOnlyEmoji(text)).toBe(true));
  it.each(['', ' ', 'ok 👍', '😀😀😀😀', '123'])('refuses %j', (text) => expect(isOnlyEmoji(text)).toBe(false));
});
