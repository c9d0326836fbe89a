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

it('[PO20] knows the numbering of other scripts and programs', () => {
  const wanted = ['one', 'two', 'three'];
  for (const marks of [
    '(a) (b) (c)',
    '(1) (2) (3)',
    '[1] [2] [3]',
    '1: 2: 3:',
    '1º 2º 3º',
    'A.) B.) C.)',
    'i. ii. iii.',
    'I. II. III.',
    'а) б) в)',
    'А. Б. В.',
    'α) β) γ)',
    'א. ב. ג.',
    'أ) ب) ج)',
    'أ) ب) ت)',
    '١. ٢. ٣.',
    '۱- ۲- ۳-',
    '१. २. ३.',
    'क) ख) ग)',
    'ก. ข. ค.',
    '가. 나. 다.',
    '一、 二、 三、',
    '（一） （二） （三）',
    '1． 2． 3．',
    '１） ２） ３）',
    'ア イ ウ'.replaceAll(/(\S)/g, '$1．'),
    '甲、 乙、 丙、',
    '① ② ③',
    '⑴ ⑵ ⑶',
    '❶ ❷ ❸',
    'ⓐ ⓑ ⓒ',
    'Ⅰ. Ⅱ. Ⅲ.',
    '1️⃣ 2️⃣ 3️⃣',
    '🅰️ 🅱️ 🅲',
    '☐ ☐ ☐',
    '[ ] [ ] [ ]',
  ]) {
    const signs = marks.includes('[ ]') ? ['[ ]', '[ ]', '[ ]'] : marks.split(' ');
    for (const space of marks.includes('[ ]') || /\d-|[۱-۳]-/.test(marks) ? [' '] : [' ', '']) {
      const text = wanted.map((word, index) => `${signs[index]}${space}${word}`).join('\n');
      expect(read(`Which?\n${text}`), marks + space).toEqual({ question: 'Which?', choice: custom(...wanted) });
    }
  }
  expect(read('A - one\nB - two')?.choice).toEqual(custom('one', 'two'));
});

it('[PO20] an option may wrap, and what stands below the last one is none', () => {
  const roof = 'Which roof do you want for the house?';
  expect(read(`${roof}\n1. The green one with the many\nplants on it\n2. The solar one`)?.choice).toEqual(
    custom('The green one with the many plants on it', 'The solar one'),
  );
  expect(read(`${roof}\n1. None\n2. The solar one with the new\nbatteries\nThank you`)?.choice).toEqual(
    custom('None', 'The solar one with the new batteries'),
  );
  expect(read(`${roof}\n1. None\n2. Das Dach mit der großen neuen\nSolaranlage`)?.choice).toEqual(
    custom('None', 'Das Dach mit der großen neuen Solaranlage'),
  );
  expect(read('Which?\n1.\nYes\n2.\nNo')?.choice).toEqual(custom('Yes', 'No'));
  expect(read('Which?\n1. The first\u000bone\n2. The second')?.choice).toEqual(custom('The first one', 'The second'));
  expect(read('どの屋根がいいですか？\n1、緑の屋根で植物が\nたくさんあるもの\n2、太陽光')?.choice).toEqual(
    custom('緑の屋根で植物がたくさんあるもの', '太陽光'),
  );
  expect(read('Which?\n1. self-\nmade\n2. bought')?.choice).toEqual(custom('self-made', 'bought'));
});

it('[PO20] numbers, dates and abbreviations are no marks', () => {
  for (const text of ['1:30 start\n2:30 end', '1.5 m\n2.5 m', 'z.B. so\nz.B. anders', '1,000 m\n2,000 m']) {
    expect(read(`Which?\n${text}`)?.choice, text).toEqual({ kind: 'typed' });
  }
});

it('[PO20] knows the question marks of other scripts', () => {
  expect(read('Ποιο θέλετε;\nα) ένα\nβ) δύο')?.question).toBe('Ποιο θέλετε;');
  expect(read('どれがいいですか？？\n1、緑\n2、青')).toMatchObject({
    question: 'どれがいいですか？',
    picks: { min: 1, max: 2 },
  });
  expect(read('Shall we? Yes／No')?.choice).toEqual({ kind: 'yesNo' });
});
