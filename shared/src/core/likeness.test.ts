import { expect, it } from 'vitest';
import { countAlike, skeletonOf } from './likeness.ts';

it.each([
  ['Ana', 'ana'],
  ['Ana', ' A n a.'],
  ['Ana', 'Аna'],
  ['ANNA', 'ΑΝΝΑ'],
  ['Ana', 'Áná'],
  ['Ana', 'Ａｎａ'],
  ['Ana', 'A\u200dna'],
  ['Ana', 'A\u00adna\u3164'],
  ['Straße', 'STRASSE'],
  ['Ida', 'lda'],
  ['Otto', '0tto'],
  ['Carmen', 'Carrnen'],
  ['Νίκος', 'ΝΙΚΟΣ'.replace('Σ', 'ς')],
  ['…', '…'],
])('%s looks like %s', (one, other) => expect(skeletonOf(one)).toBe(skeletonOf(other)));

it.each([
  ['Ana', 'Anna'],
  ['Ana', 'Ava'],
  ['李小龙', '李小明'],
  ['Петя', 'Митя'],
  ['…', '?'],
  ['👩‍🌾', '👨‍🌾'],
])('%s does not look like %s', (one, other) => expect(skeletonOf(one)).not.toBe(skeletonOf(other)));

it('marks every member but the first among members with similar names', () => {
  const people = [
    { id: 'late', name: 'АNА', joinedAt: 3 },
    { id: 'first', name: 'Ana', joinedAt: 1 },
    { id: 'ben', name: 'Ben', joinedAt: 2 },
    { id: 'b', name: 'ana', joinedAt: 2 },
  ];
  expect([...countAlike(people)]).toEqual([
    ['b', 2],
    ['late', 3],
  ]);
});
