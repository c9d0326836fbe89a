import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pollLimits } from './limits.ts';
import type { Poll, Result } from './contract.ts';
import { answerText, barsOf, writeOutcome } from './results.ts';
import { Choice, defaultMinimum, optionCount, optionsOf, PollSetup } from './setup.ts';
import { readPolls, writePoll, writePolls } from './text.ts';

const line = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
    fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'#*\\-• aB1?:'.split('')) }),
    fc.constantFrom('# secret', '* right', '\\', '\\\\# x', '- dash', '• dot', '-5', '*', '# kind yesNo', '#'),
  )
  .map((text) => text.trim())
  .filter((text) => text.length > 0);

// Refused choices are left out here: below, no setup around one would ever be accepted, and its filter would never end.
const choices: fc.Arbitrary<Choice> = fc
  .oneof(
    fc.constantFrom<Choice>({ kind: 'trueFalse' }, { kind: 'yesNo' }, { kind: 'yesNoAbstain' }, { kind: 'typed' }),
    fc.integer({ min: 2, max: 6 }).map((count): Choice => ({ kind: 'letters', count })),
    fc.uniqueArray(line, { minLength: 2, maxLength: 8 }).map((options): Choice => ({ kind: 'custom', options })),
  )
  .filter((choice) => Choice.safeParse(choice).success);

/** Any valid setup. */
const setups: fc.Arbitrary<PollSetup> = choices.chain((choice) => {
  const count = optionCount(choice);
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const parts = fc.record({
    question: line,
    secret: fc.boolean(),
    picks: optional(fc.tuple(fc.integer({ min: 1, max: Math.max(1, count) }), fc.nat({ max: 20 }))),
    right: optional(fc.uniqueArray(fc.nat({ max: Math.max(0, count - 1) }), { minLength: 1, maxLength: 3 })),
    changeable: optional(fc.boolean()),
    minimum: optional(fc.integer({ min: defaultMinimum, max: 500 })),
    seconds: optional(fc.integer({ min: 5, max: 86_400 })),
  });
  return parts
    .map(({ picks, right, minimum, ...rest }) => ({
      ...rest,
      choice,
      ...(picks && { picks: { min: picks[0], max: Math.min(count, picks[0] + picks[1]) } }),
      ...(right && { right: right.sort((a, b) => a - b) }),
      ...(rest.secret && minimum !== undefined && { minimum }),
    }))
    .map((setup) => PollSetup.safeParse(JSON.parse(JSON.stringify(setup))))
    .filter((parsed) => parsed.success)
    .map(({ data }) => data);
});

it('[PO19] a poll written as text reads back equal, alone or among others', () => {
  fc.assert(
    fc.property(fc.array(setups, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n', '\r'), (polls, end) => {
      expect(readPolls(writePoll(polls[0] ?? expect.fail()))).toEqual({ ok: true, polls: polls.slice(0, 1) });
      const file = `\ufeff\n\n${writePolls(polls)}\n\n\n`.replaceAll('\n', end);
      expect(readPolls(file)).toEqual({ ok: true, polls });
    }),
    { numRuns: 150 },
  );
});

it('[PO19] reads a typed or pasted poll: a question, options with bullets, the right one starred', () => {
  const typed = 'Which is the capital?\n- Lyon\n* Paris\n\\# Nice\n# secret\n# minimum 5\n\n\nWhat else?\n';
  expect(readPolls(typed)).toEqual({
    ok: true,
    polls: [
      {
        question: 'Which is the capital?',
        choice: { kind: 'custom', options: ['Lyon', 'Paris', '# Nice'] },
        secret: true,
        minimum: 5,
        right: [1],
      },
      { question: 'What else?', choice: { kind: 'typed' }, secret: false },
    ],
  });
  expect(readPolls('')).toEqual({ ok: true, polls: [] });
});

it('[PO19] names the line with an error, and the error', () => {
  const problems: readonly (readonly [string, number, string])[] = [
    ['Ask?\nA\nB\n# color red', 4, 'unknownSetting'],
    ['Ask?\n# constructor x', 2, 'unknownSetting'],
    ['Ask?\n# kind ranking', 2, 'badSetting'],
    ['# secret\n\nAsk?', 2, 'noQuestion'],
    ['Ask?\nonly one', 3, 'doesNotFit'],
    ['Ask?\nA\nB\n# answers 1-3', 5, 'doesNotFit'],
    ['Ask?\nA\nB\n# kind yesNo', 5, 'doesNotFit'],
    ['Fine?\n\nAsk?\n# kind letters many', 5, 'doesNotFit'],
    [`x${'y'.repeat(pollLimits.textLength)}`, 1, 'tooLong'],
  ];
  for (const [text, at, problem] of problems) expect(readPolls(text)).toEqual({ ok: false, line: at, problem });
});

it('[PO19] survives any text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: fc.constantFrom(...'ab?#*\\- 1\n'.split('')) }), (text) => {
      const read = readPolls(text);
      if (read.ok) expect(readPolls(writePolls(read.polls))).toEqual(read);
    }),
    { numRuns: 500 },
  );
});

it('[PO19] a published poll is written as a table, without cells that a spreadsheet would run', () => {
  const choice: Choice = { kind: 'custom', options: ['=SUM(A1)', 'No "thanks"'] };
  const labels = optionsOf(choice);
  const poll: Poll = {
    id: 'p',
    setup: { question: 'Shall we?', choice, secret: true },
    isQuiz: false,
    openedBy: 'ana',
    openedAt: 1,
    status: 'published',
    voted: 1,
  };
  const list = [{ code: 'AAAA-BBBB-CCCC-DDDD-EEEE', answer: { picks: [0, 1] } }];
  const result: Result = { kind: 'counted', ballots: 1, tally: [1, 1], texts: [], list };
  expect(writeOutcome(poll, labels)).toBeUndefined();
  expect(barsOf(result, labels).map(({ share }) => share)).toEqual([1, 1]);
  expect(answerText({ picks: [1] }, labels)).toBe('No "thanks"');
  expect(writeOutcome({ ...poll, outcome: { result } }, labels)?.split('\r\n')).toEqual([
    '"Shall we?"',
    `"'=SUM(A1)","1"`,
    '"No ""thanks""","1"',
    `"AAAA-BBBB-CCCC-DDDD-EEEE","'=SUM(A1); No ""thanks"""`,
  ]);
});
