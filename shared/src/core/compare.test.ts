import { expect, it } from 'vitest';
import { sameWords, withoutAccents } from './compare.ts';

it.each([
  ['Ice', 'ICE'],
  ['Ice', ' ice\t'],
  ['ice cream', 'Ice\u00a0 Cream'],
  ['Café', 'CAFE\u0301'],
  ['Straße', 'STRASSE'],
  ['Νίκος', 'ΝΊΚΟΣ'],
  ['Ｉｃｅ', 'ice'],
  ['Don’t', "don't"],
  ['E‑Mail', 'e-mail'],
  ['❤', '❤\ufe0f'],
  ['Ice', 'I\u00adce\u200b'],
  ['ﬁne', 'fine'],
])('%j and %j are the same words', (one, other) => expect(sameWords(one)).toBe(sameWords(other)));

it.each([
  ['Hùng', 'Hưng'],
  ['año', 'ano'],
  ['ice cream', 'icecream'],
  ['C', 'C++'],
  ['sık', 'sik'],
  ['ば', 'は'],
])('%j and %j are different words', (one, other) => expect(sameWords(one)).not.toBe(sameWords(other)));

it.each([
  ['Hùng', 'hung'],
  ['Đức', 'duc'],
  ['Łódź', 'lodz'],
  ['Søren', 'soren'],
  ['Ελένη', 'ελενη'],
  ['שָׁלוֹם', 'שלום'],
  ['مُحَمَّد', 'محمد'],
  ['IŞIK', 'isik'],
])('%j is %j without accents', (one, other) => expect(withoutAccents(one)).toBe(other.normalize('NFD')));

it.each([
  ['कि', 'का'],
  ['が', 'か'],
  ['น้ำ', 'นา'],
])('%j and %j differ by more than accents', (one, other) =>
  expect(withoutAccents(one)).not.toBe(withoutAccents(other)),
);
