import { expect, it } from 'vitest';
import { namesSomething, showsSomething, withoutHidden } from './visible.ts';

it.each([
  ['a Hangul filler', '\u3164'],
  ['a Hangul choseong filler', '\u115f'],
  ['a Hangul jungseong filler', '\u1160'],
  ['a halfwidth Hangul filler', '\uffa0'],
  ['a blank Braille pattern', '\u2800'],
  ['a soft hyphen', '\u00ad'],
  ['a zero-width space', '\u200b'],
  ['a zero-width joiner', '\u200d'],
  ['a word joiner', '\u2060'],
  ['a grapheme joiner', '\u034f'],
  ['a variation selector', '\ufe0f'],
  ['a tag', '\u{e0061}'],
  ['an object replacement', '\ufffc'],
])('%s is invisible, alone and in a name', (_what, character) => {
  expect(showsSomething(character)).toBe(false);
  expect(namesSomething(`  ${character}${character}`)).toBe(false);
  expect(withoutHidden(`An ${character}na`)).toBe('An na');
});

it.each([
  ['a Persian name', 'نیم\u200cفاصله'],
  ['a Sinhala name', 'ශ්\u200dරී'],
  ['a Hindi name', 'क्\u200dषेत्र'],
  ['a family', '👩\u200d👩\u200d👧'],
  ['a farmer', '👩🏽\u200d🌾'],
  ['a heart', '❤\ufe0f'],
  ['a burning heart', '❤\ufe0f\u200d🔥'],
  ['a keycap', '1\ufe0f\u20e3'],
  ['the flag of Wales', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
  ['an ideograph in one of its forms', '葛\u{e0100}城'],
  ['a Mongolian letter in one of its forms', 'ᠠ\u180bᠪ'],
  ['Latin', 'Zoë Müller-Ó'],
  ['Korean', '김철수'],
])('%s stays as it is written', (_what, name) => {
  expect([namesSomething(name), withoutHidden(name)]).toEqual([true, name]);
});

it('signs alone are visible and are not a name', () => {
  expect([showsSomething('?'), namesSomething('?')]).toEqual([true, false]);
  expect([showsSomething('+'), namesSomething('+')]).toEqual([true, true]);
  expect([showsSomething('\u0301'), showsSomething('')]).toEqual([false, false]);
});
