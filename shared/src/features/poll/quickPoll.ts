import { pollLimits } from './limits.ts';
import { sentence } from '../../core/text.ts';
import { asLines } from '../../core/typed.ts';
import { markOf, seriesOf } from './marks.ts';
import { Choice, optionCount } from './setup.ts';

/** The words of a language for the fixed answers; each has at least one word. */
export interface PollWords {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly abstain: readonly string[];
  readonly true: readonly string[];
  readonly false: readonly string[];
}

/** A poll that a slide or a typed text suggests. */
export interface QuickPoll {
  /** Absent when the text has options and no question. */
  readonly question?: string;
  readonly choice: Choice;
  readonly picks?: { readonly min: number; readonly max: number };
}

const Question = sentence(pollLimits.questionLength);
/** A longer run of lines is text, not a question or an option. */
const questionLines = 4;
const mostOptions = 9;
const questionMark = /(?:[?？؟⁇፧]|\p{scx=Grek}[^\p{L}]*[;\u037e])$/u;
/** Scripts without spaces between words. */
const spaceless = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;

/**
 * Finds the poll in a text; undefined when it has none. The question starts with a capital, ends in `?`, or in `??`
 * when several answers may be given, and has no web address. Options are `1.`, `A)`, `(a)`, `б)`, `1、`, `①` …, one a
 * line and in order, and may wrap; or fixed words with slashes: `Yes / No`. A question alone is answered in words.
 */
export function readQuickPoll(text: string, words: PollWords): QuickPoll | undefined {
  if (text.length > pollLimits.textLength) return undefined;
  const lines = asLines(text).split('\n').flatMap(splitBehindQuestion);
  const found = findQuestion(lines) ?? '';
  const question = Question.safeParse(found.replace(/([?？؟])\1+$/, '$1'));
  const choice = wordChoice(lines, words) ?? listChoice(lines);
  if (!choice) return question.success ? { question: question.data, choice: { kind: 'typed' } } : undefined;
  return {
    ...(question.success && { question: question.data }),
    choice,
    ...(/([?？؟])\1$/.test(found) && { picks: { min: 1, max: optionCount(choice) } }),
  };
}

/** Splits `Shall we? Yes / No` into two lines. */
function splitBehindQuestion(raw: string): string[] {
  const line = raw.trim();
  const end = Math.max(...['?', '？', '؟'].map((mark) => line.lastIndexOf(mark))) + 1;
  const parts = end > 0 ? [line.slice(0, end), line.slice(end).trim()] : [line];
  return parts.filter((part) => part !== '');
}

function findQuestion(lines: readonly string[]): string | undefined {
  const end = lines.findIndex((line) => questionMark.test(line));
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
    const parts = line.split(/[/／|]/, 4).map((part) => part.replace(/[?？؟]$/, '').trim());
    const said = (...wanted: readonly (keyof PollWords)[]) =>
      parts.length === wanted.length && wanted.every((word) => parts.some((part) => isAny(words[word], part)));
    if (said('yes', 'no')) return { kind: 'yesNo' };
    if (said('yes', 'no', 'abstain')) return { kind: 'yesNoAbstain' };
    if (said('true', 'false')) return { kind: 'trueFalse' };
  }
  return undefined;
}

/** Returns the first run of marks in order that has two options or more. */
function listChoice(lines: readonly string[]): Choice | undefined {
  const longest = Math.max(0, ...lines.map((line) => line.length));
  for (let start = 0; start < lines.length; start += 1) {
    const choice = Choice.safeParse({ kind: 'custom', options: optionsFrom(lines, start, longest) });
    if (choice.success) return choice.data;
  }
  return undefined;
}

/** The options from a line on. A line without a mark belongs to the option before it. */
function optionsFrom(lines: readonly string[], start: number, longest: number): readonly string[] {
  const options: string[][] = [];
  let last: ReturnType<typeof markOf>;
  let series: readonly string[] | undefined;
  let wrapped = 0;
  for (const [index, line] of lines.entries()) {
    if (index < start) continue;
    const mark = markOf(line);
    if (!mark) {
      const option = options.at(-1);
      wrapped += 1;
      if (!option || wrapped >= questionLines) break;
      option.push(line);
      continue;
    }
    const next = last && seriesOf(last, mark).filter((one) => series?.includes(one) ?? true);
    if (next?.length === 0 || options.length === mostOptions) break;
    series = next;
    last = mark;
    wrapped = 0;
    options.push([mark.text]);
  }
  return options.map((option, index) => joined(index < options.length - 1 ? option : wrappedOnly(option, longest)));
}

/** Behind the last option, a line belongs to it only when its first word had no place on the line before. */
function wrappedOnly(option: readonly string[], longest: number): readonly string[] {
  const end = option.findIndex((line, index) => {
    const before = option[index - 1] ?? '';
    if (index === 0 || before === '') return false;
    const word = spaceless.test(line) ? 1 : (/^\S+/.exec(line)?.[0].length ?? 0) + 1;
    // The mark before the words takes about two characters.
    // Letters differ in width, and a small letter rarely begins a sentence.
    const full = /^\p{Ll}/u.test(line) ? longest * 0.6 : longest;
    return before.length + (index === 1 ? 3 : 0) + word <= full;
  });
  return end === -1 ? option : option.slice(0, end);
}

/** The lines as one, without spaces where the script or a hyphen has none. */
function joined(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    if (text === '') return line;
    const isTight = (spaceless.test(text.at(-1) ?? '') && spaceless.test(line)) || /\p{L}[-\u00ad]$/u.test(text);
    return `${text}${isTight ? '' : ' '}${line}`;
  }, '');
}
