import { pollLimits } from './limits.ts';
import { sentence } from '../../core/text.ts';
import { asLines } from '../../core/typed.ts';
import { Choice, optionCount } from './setup.ts';

/** How a language says the answers that everybody knows; each has at least one word. */
export interface PollWords {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly abstain: readonly string[];
  readonly true: readonly string[];
  readonly false: readonly string[];
}

/** A poll as a slide or a typed text suggests it. */
export interface QuickPoll {
  /** Left out when the text has options but asks nothing. */
  readonly question?: string;
  readonly choice: Choice;
  readonly picks?: { readonly min: number; readonly max: number };
}

const Question = sentence(pollLimits.questionLength);
const optionMarks = ['123456789', 'ABCDEFGHI', 'abcdefghi'];
/** A question longer than so many lines is a text. */
const questionLines = 4;

/**
 * Finds the poll in a text. The question starts with a capital and ends in `?`, or in `??` when several answers may be
 * given, and has no address of the web in it. Options are `1.`, `A)`, `a.` … one a line and in order, or the known words
 * with slashes: `Yes / No`. A question alone is answered in words.
 */
export function readQuickPoll(text: string, words: PollWords): QuickPoll | undefined {
  if (text.length > pollLimits.textLength) return undefined;
  const lines = asLines(text).split('\n').flatMap(splitBehindQuestion);
  const found = findQuestion(lines) ?? '';
  const question = Question.safeParse(found.replace(/\?+$/, '?'));
  const choice = wordChoice(lines, words) ?? listChoice(lines);
  if (!choice) return question.success ? { question: question.data, choice: { kind: 'typed' } } : undefined;
  return {
    ...(question.success && { question: question.data }),
    choice,
    ...(found.endsWith('??') && { picks: { min: 1, max: optionCount(choice) } }),
  };
}

/** `Shall we? Yes / No` is two lines to us. */
function splitBehindQuestion(raw: string): string[] {
  const line = raw.trim();
  const end = line.lastIndexOf('?') + 1;
  const parts = end > 0 ? [line.slice(0, end), line.slice(end).trim()] : [line];
  return parts.filter((part) => part !== '');
}

function findQuestion(lines: readonly string[]): string | undefined {
  const end = lines.findIndex((line) => /[?？؟]$/.test(line));
  if (end < 0) return undefined;
  for (let start = end; start >= 0 && start > end - questionLines; start -= 1) {
    const line = lines[start] ?? '';
    if (markOf(line)) return undefined;
    // Scripts without capitals start with any letter.
    if (/^[¿¡"'„“«(]*[\p{Lu}\p{Lt}\p{Lo}]/u.test(line)) {
      const question = lines.slice(start, end + 1).join(' ');
      return /:\/\/|\bwww\./i.test(question) ? undefined : question;
    }
  }
  return undefined;
}

function wordChoice(lines: readonly string[], words: PollWords): Choice | undefined {
  const isAny = (spoken: readonly string[], part: string) =>
    spoken.some((word) => word.toLocaleLowerCase() === part.toLocaleLowerCase());
  for (const line of lines) {
    const parts = line.split('/', 4).map((part) => part.replace(/\?$/, '').trim());
    const said = (...wanted: readonly (keyof PollWords)[]) =>
      parts.length === wanted.length && wanted.every((word) => parts.some((part) => isAny(words[word], part)));
    if (said('yes', 'no')) return { kind: 'yesNo' };
    if (said('yes', 'no', 'abstain')) return { kind: 'yesNoAbstain' };
    if (said('true', 'false')) return { kind: 'trueFalse' };
  }
  return undefined;
}

/** The first run of marks in order that has two options or more. */
function listChoice(lines: readonly string[]): Choice | undefined {
  for (let start = 0; start < lines.length; start += 1) {
    const options: string[] = [];
    let expected = markOf(lines[start] ?? '')?.mark;
    for (const line of lines.slice(start, start + 9)) {
      const option = markOf(line);
      if (!option || option.mark !== expected) break;
      options.push(option.text);
      expected = nextMark(option.mark);
    }
    const choice = Choice.safeParse({ kind: 'custom', options });
    if (choice.success) return choice.data;
  }
  return undefined;
}

function markOf(line: string): { readonly mark: string; readonly text: string } | undefined {
  const [, mark, text] = /^([1-9A-Ia-i])[.)]\s+(\S.*)$/.exec(line) ?? [];
  return mark !== undefined && text !== undefined ? { mark, text } : undefined;
}

function nextMark(mark: string): string | undefined {
  const row = optionMarks.find((marks) => marks.includes(mark)) ?? '';
  return row[row.indexOf(mark) + 1];
}
