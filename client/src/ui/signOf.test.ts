import { expect, it } from 'vitest';
import { signOf } from './signOf.ts';

it.each([
  ['m', 'KeyM', 'M'],
  ['q', 'KeyM', 'Q'],
  ['Ь', 'KeyM', 'M'],
  ['\u0650', 'KeyA', 'A'],
  ['é', 'Digit2', 'é'],
  ['ö', 'Semicolon', 'ö'],
  ['٠', 'Digit0', '0'],
  ['۵', 'Numpad5', '5'],
  ['3', 'Digit3', '3'],
  ['?', 'Slash', '?'],
  ['؟', 'Slash', '?'],
  ['Enter', 'Enter', 'Enter'],
  ['Process', 'KeyM', 'Process'],
  ['Dead', 'KeyM', 'Dead'],
  ["'", 'KeyQ', "'"],
])('%s on the place of %s is %s', (key, code, sign) => {
  expect(signOf({ key, code })).toBe(sign);
});
