import { expect, it } from 'vitest';
import typed from '../../testing/cases/typed-answers.json' with { type: 'json' };
import type { Result } from './contract.ts';
import { barsOf } from './results.ts';

const barsFor = (texts: readonly string[]) => {
  const result: Result = { kind: 'counted', ballots: texts.length, tally: [], texts: [...texts] };
  return barsOf(result, []).map(({ label, count }) => `${label} ${count}`);
};

it('the same answer written differently is one bar, in the spelling that most used, or the first', () => {
  expect(barsFor(typed.answers)).toEqual(['Ice 3']);
  expect(barsFor(['ICE', 'ice', 'ice ', 'Cake'])).toEqual(['ice 3', 'Cake 1']);
  expect(barsFor(['Ice.', '„Ice“', 'I\u00adce', 'Ｉｃｅ', 'Ice!'])).toEqual(['Ice. 5']);
  expect(barsFor(['Café', 'Cafe\u0301', 'Straße', 'STRASSE', 'Don’t', "don't"])).toEqual([
    'Café 2',
    'Straße 2',
    'Don’t 2',
  ]);
});

it('different answers stay different bars', () => {
  const answers = ['año', 'ano', 'C', 'C++', 'C#', '1.5', '15', 'yes', 'yes?', '!', '…', 'ice cream', 'icecream'];
  expect(barsFor(answers)).toEqual(answers.map((answer) => `${answer} 1`));
});
