import { expect, it } from 'vitest';
import { pollLimits } from './limits.ts';
import { readQuickPoll, type PollWords } from './quickPoll.ts';

const english: PollWords = {
  yes: ['Yes'],
  no: ['No'],
  abstain: ['Abstain', 'Abstention'],
  true: ['True'],
  false: ['False'],
};
const spanish: PollWords = {
  yes: ['Sí'],
  no: ['No'],
  abstain: ['Abstención'],
  true: ['Verdadero'],
  false: ['Falso'],
};
const read = (text: string, words = english) => readQuickPoll(text, words);
const custom = (...options: string[]) => ({ kind: 'custom', options }) as const;

it('[PO20] finds the question and the options in order: 1. 2. 3., A) B), a. b.', () => {
  expect(read('Agenda\nWhich day suits you?\n1. Monday\n2. Tuesday\n3. Friday\nThank you')).toEqual({
    question: 'Which day suits you?',
    choice: custom('Monday', 'Tuesday', 'Friday'),
  });
  expect(read('Which\nof these\nis best?\nA) Red\nB) Green')?.choice).toEqual(custom('Red', 'Green'));
  expect(read('Which\nof these\nis best?\nA) Red\nB) Green')?.question).toBe('Which of these is best?');
  expect(read('a. one\nb. two')).toEqual({ choice: custom('one', 'two') });
  expect(read('B. two\nC. three\nE. five')?.choice).toEqual(custom('two', 'three'));
});

it('[PO20] ?? asks for several answers', () => {
  expect(read('Which ones??\n1. a\n2. b\n3. c')).toEqual({
    question: 'Which ones?',
    choice: custom('a', 'b', 'c'),
    picks: { min: 1, max: 3 },
  });
});

it('[PO20] finds yes, no, abstention, true and false in the given languages, in any order', () => {
  expect(read('Shall we? Yes / No')).toEqual({ question: 'Shall we?', choice: { kind: 'yesNo' } });
  expect(read('Shall we?\nno/YES')?.choice).toEqual({ kind: 'yesNo' });
  expect(read('Shall we?\nAbstention / No / Yes')?.choice).toEqual({ kind: 'yesNoAbstain' });
  expect(read('The earth is flat. True/False')).toBeUndefined();
  expect(read('The earth is flat.\nTrue/False')).toEqual({ choice: { kind: 'trueFalse' } });
  expect(read('¿Vamos? Sí / No / Abstención', spanish)).toEqual({
    question: '¿Vamos?',
    choice: { kind: 'yesNoAbstain' },
  });
  expect(read('Shall we? Sí / No')?.choice).toEqual({ kind: 'typed' });
});

it('[PO20] a question alone is answered in words; a line with a web address, or in small letters, is no question', () => {
  expect(read('What do you think?')).toEqual({ question: 'What do you think?', choice: { kind: 'typed' } });
  expect(read('何を食べますか？')?.choice).toEqual({ kind: 'typed' });
  for (const text of [
    'See https://example.org/why?',
    'Have you seen www.example.org?',
    'what?',
    'No question.',
    '',
    '1. Only one',
    `Long ${'x'.repeat(pollLimits.questionLength)}?`,
    `${'A'.repeat(pollLimits.textLength)}?`,
  ]) {
    expect(read(text), text.slice(0, 40)).toBeUndefined();
  }
});

it('[PO20] options out of order, doubled or too many are ignored', () => {
  expect(read('Which?\n2. b\n1. a')?.choice).toEqual({ kind: 'typed' });
  expect(read('Which?\n1. same\n2. same')?.choice).toEqual({ kind: 'typed' });
  expect(read('Which?\n1.5 metres\n2.5 metres')?.choice).toEqual({ kind: 'typed' });
  const nine = Array.from({ length: 12 }, (_, n) => `${n + 1}. option ${n + 1}`).join('\n');
  expect(read(`Which?\n${nine}`)?.choice).toEqual(custom(...Array.from({ length: 9 }, (_, n) => `option ${n + 1}`)));
});
