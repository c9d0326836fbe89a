import { pollLimits } from '@plenum/shared/features/poll/limits';
import type { QuickPoll } from '@plenum/shared/features/poll/quickPoll';
import { type Choice, defaultMinimum, optionCount, PollSetup } from '@plenum/shared/features/poll/setup';

/** A poll while a member writes it. */
export interface PollForm {
  /** The id of the draft that it replaces. */
  readonly draft?: string;
  readonly question: string;
  readonly kind: Choice['kind'];
  /** The poll's own options; empty ones do not count. */
  readonly options: readonly string[];
  readonly letters: number;
  readonly several: boolean;
  readonly most: number;
  readonly quiz: boolean;
  /** Indexes of the right options in the form. */
  readonly right: readonly number[];
  readonly secret: boolean;
  /** Secret polls only: with fewer ballots nobody ever sees a result. */
  readonly minimum: number;
  readonly changeable: boolean;
  /** Seconds until the poll closes; 0: it is closed by hand. */
  readonly seconds: number;
}

/** The faults of a form. */
type FormProblem = 'question' | 'options' | 'same' | 'right' | 'text' | 'picks';

/** The setup that results from a form, or its fault. */
export type FormResult =
  | { readonly ok: true; readonly setup: PollSetup }
  | { readonly ok: false; readonly problem: FormProblem };

/** The form of a new poll. */
export const emptyForm: PollForm = {
  question: '',
  kind: 'yesNo',
  options: ['', ''],
  letters: 4,
  several: false,
  most: 2,
  quiz: false,
  right: [],
  secret: false,
  minimum: defaultMinimum,
  changeable: true,
  seconds: 0,
};

/** True when somebody has put words into the form. */
export function isWritten({ question, options }: PollForm): boolean {
  return [question, ...options].some((words) => words.trim() !== '');
}

/** The kinds in which more than one option may be chosen. */
export function maySeveral(kind: Choice['kind']): boolean {
  return kind === 'custom' || kind === 'letters';
}

/** Returns the number of options in the form, without empty ones. */
export function countOf(form: PollForm): number {
  return optionCount(choiceOf(form));
}

/** Returns the form for an existing setup. */
export function formOf({ question, choice, ...setup }: PollSetup, draft?: string): PollForm {
  return {
    ...emptyForm,
    ...(draft === undefined ? {} : { draft }),
    ...choicePart(choice),
    question,
    several: setup.picks !== undefined && setup.picks.max > 1,
    most: setup.picks?.max ?? 2,
    quiz: setup.right !== undefined,
    right: setup.right ?? [],
    secret: setup.secret,
    minimum: Math.max(setup.minimum ?? defaultMinimum, defaultMinimum),
    changeable: setup.changeable ?? false,
    seconds: setup.seconds ?? 0,
  };
}

/** Returns the form with the question and options that were found in a text. */
export function filled(form: PollForm, { question, choice, picks }: QuickPoll): PollForm {
  return {
    ...form,
    ...choicePart(choice),
    ...(question === undefined ? {} : { question }),
    right: [],
    several: picks !== undefined,
    most: picks?.max ?? form.most,
  };
}

/** Returns the setup of a form, or its first fault. */
export function setupOf(form: PollForm): FormResult {
  const choice = choiceOf(form);
  const right = form.quiz && choice.kind !== 'typed' ? rightOf(form, optionCount(choice)) : undefined;
  const max = form.several && maySeveral(form.kind) ? Math.min(form.most, optionCount(choice)) : 1;
  const problem = problemOf(form, choice, right, max);
  if (problem) return { ok: false, problem };
  const setup = PollSetup.safeParse({
    question: form.question,
    choice,
    secret: form.secret,
    ...(max > 1 && { picks: { min: 1, max } }),
    ...(right && { right }),
    ...(form.secret && { minimum: form.minimum }),
    ...(!form.secret && { changeable: form.changeable }),
    ...(form.seconds > 0 && { seconds: form.seconds }),
  });
  return setup.success ? { ok: true, setup: setup.data } : { ok: false, problem: 'text' };
}

function problemOf(
  { question }: PollForm,
  choice: Choice,
  right: readonly number[] | undefined,
  max: number,
): FormProblem | undefined {
  const probe = { choice: { kind: 'typed' }, secret: false };
  if (!PollSetup.safeParse({ ...probe, question }).success || question.length > pollLimits.questionLength) {
    return 'question';
  }
  if (choice.kind === 'custom' && choice.options.length < 2) return 'options';
  if (choice.kind === 'custom' && new Set(choice.options).size < choice.options.length) return 'same';
  if (right?.length === 0) return 'right';
  return right && right.length > max ? 'picks' : undefined;
}

function choiceOf({ kind, options, letters }: PollForm): Choice {
  if (kind === 'letters') return { kind, count: letters };
  if (kind !== 'custom') return { kind };
  return { kind, options: options.map((option) => option.trim()).filter((option) => option !== '') };
}

/** Returns the right options by their index in the setup, in which empty options do not count. */
function rightOf({ kind, options, right }: PollForm, count: number): number[] {
  if (kind !== 'custom') return right.filter((index) => index < count).toSorted((a, b) => a - b);
  const written = options.flatMap((option, index) => (option.trim() === '' ? [] : [index]));
  return written.flatMap((index, place) => (right.includes(index) ? [place] : []));
}

function choicePart(choice: Choice): Partial<PollForm> {
  if (choice.kind === 'letters') return { kind: choice.kind, letters: choice.count };
  return choice.kind === 'custom' ? { kind: choice.kind, options: choice.options } : { kind: choice.kind };
}
