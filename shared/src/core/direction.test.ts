import { describe, expect, it } from 'vitest';
import { directionOf, isolated, withoutIsolates } from './direction.ts';

describe('the direction of a paragraph', () => {
  it.each(['שלום!', 'مرحبا! 3', '(שלום)', '1. مرحبا', '😀 ܫܠܡܐ', '\u200f12', '𞤀', 'שלום Anna'])(
    'is from right to left: %s',
    (text) => {
      expect(directionOf(text)).toBe('rtl');
    },
  );

  it.each(['', '12!', 'Anna שלום', '(Anna)', '٣ apples', '日本', '\u200eשלום', '① Ärger', '\u2068שלום\u2069 joined'])(
    'is from left to right: %s',
    (text) => {
      expect(directionOf(text)).toBe('ltr');
    },
  );
});

describe('words inside a text in another direction', () => {
  it('are isolated when they have a letter from right to left, line by line', () => {
    expect(isolated('שלום!')).toBe('\u2068שלום!\u2069');
    expect(isolated('Ana: מה שלומך?\n\nok')).toBe('\u2068Ana: מה שלומך?\u2069\n\n\u2068ok\u2069');
    expect(withoutIsolates(isolated('שלום'))).toBe('שלום');
  });

  it('stay as they are in all other scripts', () => {
    for (const words of ['', 'Anna!', 'Đức 12', 'Привет', '日本']) expect(isolated(words)).toBe(words);
  });
});
