import { sameWords } from '../../core/compare.ts';
import { writeCsv } from '../../core/csv.ts';
import { asLine } from '../../core/typed.ts';
import type { Ballot, Poll, Result } from './contract.ts';
import type { Answer } from './setup.ts';

/** One bar of a result. */
export interface Bar {
  readonly label: string;
  readonly count: number;
  /** The part of all ballots, 0 to 1; with several picks a ballot, the sum of the bars may exceed 1. */
  readonly share: number;
}

/**
 * Returns the bars of a result; `labels` are the options in the person's language. Typed answers become bars by
 * frequency; the same words in capitals, or with a full stop, are one bar, in the spelling that most people used, or that
 * comes first.
 */
export function barsOf(result: Result, labels: readonly string[]): readonly Bar[] {
  if (result.kind === 'tooFew') return [];
  const bar = (label: string, count: number): Bar => ({ label, count, share: count / Math.max(1, result.ballots) });
  if (result.texts.length === 0) return result.tally.map((count, index) => bar(labels[index] ?? '', count));
  const answers = new Map<string, Map<string, number>>();
  for (const text of result.texts) {
    const key = answerKey(text);
    const spellings = answers.get(key) ?? new Map<string, number>();
    const spelling = asLine(text);
    answers.set(key, spellings.set(spelling, (spellings.get(spelling) ?? 0) + 1));
  }
  return [...answers.values()]
    .map((spellings) => {
      const [first] = [...spellings].toSorted(([, left], [, right]) => right - left);
      return bar(
        first?.[0] ?? '',
        [...spellings.values()].reduce((sum, count) => sum + count, 0),
      );
    })
    .sort((left, right) => right.count - left.count);
}

/** Quotes around an answer and the sign at its end are no part of it. */
function answerKey(text: string): string {
  const words = sameWords(text);
  return words.replace(/^["'„“”«»‚]+|["'“”«»,.;!…。！]+$/gu, '').trim() || words;
}

/** Returns one answer as text. */
export function answerText(answer: Answer, labels: readonly string[]): string {
  return 'text' in answer ? answer.text : answer.picks.map((pick) => labels[pick] ?? '').join('; ');
}

/**
 * Returns a published poll as CSV: the bars, then a line for each ballot with its code, or for each voter when
 * published with names. Undefined before publication.
 */
export function writeOutcome({ setup, outcome }: Poll, labels: readonly string[]): string | undefined {
  if (!outcome) return undefined;
  const rows = [[setup.question], ...barsOf(outcome.result, labels).map(({ label, count }) => [label, `${count}`])];
  const ballots = ballotsOf(outcome.result).map(({ code, answer }) => [code, answerText(answer, labels)]);
  const votes = Object.values(outcome.votes ?? {}).map(({ name, answer }) => [name, answerText(answer, labels)]);
  return writeCsv([...rows, ...ballots, ...votes]);
}

/** Finds the ballot with this code, so that its voter can check it. */
export function findBallot({ outcome }: Poll, code: string): Ballot | undefined {
  return outcome && ballotsOf(outcome.result).find((ballot) => ballot.code === code);
}

/** Whether the box held as many ballots as papers were used, or as many votes were counted as were given. */
export function addsUp({ voted, outcome }: Poll): boolean {
  return outcome?.result.kind === 'counted' && outcome.result.ballots === voted;
}

function ballotsOf(result: Result): readonly Ballot[] {
  return result.kind === 'counted' ? (result.list ?? []) : [];
}
