import { assertNever } from '../../core/errors.ts';
import { asLines } from '../../core/typed.ts';
import { pollLimits } from './limits.ts';
import { type Choice, PollSetup } from './setup.ts';

/** Problems of a text, which the client puts into the person's language. */
export type TextProblem = 'tooLong' | 'noQuestion' | 'unknownSetting' | 'badSetting' | 'doesNotFit';

/** The polls in a text, or the first problem and its line, counted from 1. */
export type ReadPolls =
  | { readonly ok: true; readonly polls: readonly PollSetup[] }
  | { readonly ok: false; readonly line: number; readonly problem: TextProblem };

/** A poll as far as its lines have been read. */
interface Draft {
  question?: string;
  readonly options: string[];
  readonly right: number[];
  readonly settings: Record<string, unknown>;
  choice?: Choice;
}

type Setting = (draft: Draft, words: readonly string[]) => boolean;

/**
 * Writes a poll as text that `readPolls` reads: the question, one option a line with `*` before a right one, and
 * settings after `#`. A `\` at the start of a line escapes its first character.
 */
export function writePoll({ question, choice, secret, picks, right, changeable, minimum, seconds }: PollSetup): string {
  const isCustom = choice.kind === 'custom';
  const options = isCustom
    ? choice.options.map((option, index) => (right?.includes(index) ? '* ' : '') + escaped(option))
    : [];
  const settings = [
    ...kindLines(choice),
    ...(picks ? [`# answers ${picks.min}-${picks.max}`] : []),
    ...(right && !isCustom ? [`# right ${right.map((index) => index + 1).join(' ')}`] : []),
    ...(secret ? ['# secret'] : []),
    ...(minimum === undefined ? [] : [`# minimum ${minimum}`]),
    ...(changeable === undefined ? [] : [`# changeable ${changeable ? 'yes' : 'no'}`]),
    ...(seconds === undefined ? [] : [`# seconds ${seconds}`]),
  ];
  return [escaped(question), ...options, ...settings].join('\n');
}

/** Writes several polls, separated by empty lines. */
export function writePolls(setups: readonly PollSetup[]): string {
  return setups.map(writePoll).join('\n\n');
}

/** Reads polls from a text: the first line of each is its question; a question without options is answered in words. */
export function readPolls(text: string): ReadPolls {
  if (text.length > pollLimits.textLength) return { ok: false, line: 1, problem: 'tooLong' };
  const polls: PollSetup[] = [];
  const lines = [...asLines(text).split('\n'), ''];
  let draft: Draft = emptyDraft();
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    const problem = line === '' ? finish(draft, polls) : take(draft, line);
    if (problem) return { ok: false, line: index + 1, problem };
    if (line === '') draft = emptyDraft();
  }
  return { ok: true, polls };
}

const settings: Readonly<Record<string, Setting>> = {
  kind: (draft, [kind, count]) => {
    if (kind === 'letters') draft.choice = { kind, count: Number(count) };
    else if (kind === 'trueFalse' || kind === 'yesNo' || kind === 'yesNoAbstain' || kind === 'typed') {
      draft.choice = { kind };
    } else return false;
    return true;
  },
  answers: (draft, [range = '']) => {
    const [min, max = min] = range.split(/[-–—]/).map(Number);
    draft.settings['picks'] = { min, max };
    return true;
  },
  right: (draft, numbers) => draft.right.push(...numbers.map((number) => Number(number) - 1)) > 0,
  secret: ({ settings }) => (settings['secret'] = true),
  minimum: (draft, [count]) => setNumber(draft, 'minimum', count),
  seconds: (draft, [count]) => setNumber(draft, 'seconds', count),
  changeable: (draft, [word]) => {
    draft.settings['changeable'] = word !== 'no';
    return true;
  },
};

function setNumber({ settings }: Draft, name: string, word: string | undefined): boolean {
  settings[name] = Number(word);
  return word !== undefined;
}

function emptyDraft(): Draft {
  return { options: [], right: [], settings: { secret: false } };
}

function take(draft: Draft, line: string): TextProblem | undefined {
  if (line.startsWith('#'))
    return takeSetting(
      draft,
      line
        .slice(1)
        .trim()
        .split(/[\s,，،、]+/),
    );
  if (draft.question === undefined) {
    draft.question = unescaped(line);
    return undefined;
  }
  const isRight = line.startsWith('*');
  if (isRight) draft.right.push(draft.options.length);
  draft.options.push(unescaped(isRight ? line.slice(1).trim() : line));
  return undefined;
}

function takeSetting(draft: Draft, [name = '', ...words]: readonly string[]): TextProblem | undefined {
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (!setting) return 'unknownSetting';
  return setting(draft, words) ? undefined : 'badSetting';
}

function finish({ question, options, right, settings, choice }: Draft, polls: PollSetup[]): TextProblem | undefined {
  const isEmpty = options.length === 0 && right.length === 0 && !choice && Object.keys(settings).length === 1;
  if (question === undefined) return isEmpty && settings['secret'] === false ? undefined : 'noQuestion';
  if (choice && options.length > 0) return 'doesNotFit';
  const written: Choice = options.length > 0 ? { kind: 'custom', options } : { kind: 'typed' };
  const setup = PollSetup.safeParse({
    question,
    choice: choice ?? written,
    ...settings,
    ...(right.length > 0 && { right }),
  });
  if (!setup.success) return 'doesNotFit';
  polls.push(setup.data);
  return undefined;
}

function kindLines(choice: Choice): string[] {
  switch (choice.kind) {
    case 'custom':
    case 'typed':
      return [];
    case 'letters':
      return [`# kind letters ${choice.count}`];
    case 'trueFalse':
    case 'yesNo':
    case 'yesNoAbstain':
      return [`# kind ${choice.kind}`];
    default:
      return assertNever(choice);
  }
}

/** Escapes the first character of a line. Bullets of pasted lists are no part of an option. */
function escaped(line: string): string {
  return /^[#*\\]|^[-•] /.test(line) ? `\\${line}` : line;
}

function unescaped(line: string): string {
  return line.replace(/^(\\|[-•] +)/, '');
}
