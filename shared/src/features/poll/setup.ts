import * as z from 'zod/mini';
import { assertNever } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { pollLimits } from './limits.ts';
import { sentence } from '../../core/text.ts';

/** Kinds with fixed options; the client has their words. */
export const fixedOptions = {
  trueFalse: ['true', 'false'],
  yesNo: ['yes', 'no'],
  yesNoAbstain: ['yes', 'no', 'abstain'],
} as const;

export const letters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** The index of an option, from 0. */
export const OptionIndex = z.int().check(z.minimum(0), z.maximum(pollLimits.options - 1));
const Indexes = z.array(OptionIndex).check(z.minLength(1), z.maxLength(pollLimits.options));
const howMany = z.int().check(z.minimum(1), z.maximum(pollLimits.options));

/** The options, with a schema for texts that are sent or that are kept. */
const choiceWith = (text: z.ZodMiniType<string, string>) =>
  z.union([
    z.strictObject({ kind: z.enum(['trueFalse', 'yesNo', 'yesNoAbstain', 'typed']) }),
    z.strictObject({ kind: z.literal('letters'), count: z.int().check(z.minimum(2), z.maximum(letters.length)) }),
    z.strictObject({
      kind: z.literal('custom'),
      options: z
        .array(text)
        .check(z.minLength(2), z.maxLength(pollLimits.options), z.refine(areDifferent, 'Two options are the same.')),
    }),
  ]);
export const Choice = choiceWith(sentence(pollLimits.optionLength));
export type Choice = z.infer<typeof Choice>;

/** The fewest ballots of a secret poll that are ever counted: one or two would reveal their voters. */
export const defaultMinimum = 3;

interface Texts {
  readonly question: z.ZodMiniType<string, string>;
  readonly choice: z.ZodMiniType<Choice, Choice>;
}

const setupWith = ({ question, choice }: Texts, leastMinimum: number) =>
  z
    .strictObject({
      question,
      choice,
      /** True: no record links a voter to an answer. False: each answer is kept with the voter's name. */
      secret: z.boolean(),
      /** The fewest and the most options in one answer; absent: exactly one. */
      picks: z.optional(z.strictObject({ min: howMany, max: howMany })),
      /** The right options of a quiz. */
      right: z.optional(Indexes),
      /** Whether voters may change their answer while the poll is open; never in a secret poll. */
      changeable: z.optional(z.boolean()),
      /** Secret polls only: with fewer ballots the result is never shown; absent: `defaultMinimum`. See `minimumOf`. */
      minimum: z.optional(
        z
          .int()
          .check(
            z.minimum(leastMinimum, `A secret poll is counted with ${leastMinimum} ballots or more.`),
            z.maximum(limits.membersPerRoom),
          ),
      ),
      /** Closes the poll after so many seconds. */
      seconds: z.optional(z.int().check(z.minimum(5), z.maximum(pollLimits.seconds))),
    })
    .check(z.refine(isConsistent, 'These settings do not go together.'));

/** A poll that a member prepares. */
export const PollSetup = setupWith({ question: sentence(pollLimits.questionLength), choice: Choice }, defaultMinimum);
export type PollSetup = z.infer<typeof PollSetup>;
/** A poll from the log: its texts and its minimum may date from when other bounds held. */
export const KeptSetup = setupWith({ question: z.string(), choice: choiceWith(z.string()) }, 1);

/** Returns the fewest ballots with which the result of this secret poll is shown. */
export function minimumOf({ minimum = defaultMinimum }: PollSetup): number {
  return Math.max(minimum, defaultMinimum);
}

/** One vote. */
export const Answer = z.union([
  z.strictObject({ picks: Indexes }),
  z.strictObject({ text: sentence(pollLimits.answerLength) }),
]);
export type Answer = z.infer<typeof Answer>;
/** An answer from the log. */
export const KeptAnswer = z.union([z.strictObject({ picks: Indexes }), z.strictObject({ text: z.string() })]);

/** Returns the number of options; 0 when the answer is typed. */
export function optionCount(choice: Choice): number {
  switch (choice.kind) {
    case 'typed':
      return 0;
    case 'letters':
      return choice.count;
    case 'custom':
      return choice.options.length;
    case 'trueFalse':
    case 'yesNo':
    case 'yesNoAbstain':
      return fixedOptions[choice.kind].length;
    default:
      return assertNever(choice);
  }
}

/** Returns the labels of the options: texts, letters, or keys of fixed words that the client translates. */
export function optionsOf(choice: Choice): readonly string[] {
  switch (choice.kind) {
    case 'typed':
      return [];
    case 'letters':
      return letters.slice(0, choice.count);
    case 'custom':
      return choice.options;
    case 'trueFalse':
    case 'yesNo':
    case 'yesNoAbstain':
      return fixedOptions[choice.kind];
    default:
      return assertNever(choice);
  }
}

/** Whether an answer fits the poll: existing options, each once, not too few and not too many. */
export function isAllowed({ choice, picks = { min: 1, max: 1 } }: PollSetup, answer: Answer): boolean {
  if ('text' in answer) return choice.kind === 'typed';
  const chosen = answer.picks;
  return chosen.length >= picks.min && chosen.length <= picks.max && areOptions(choice, chosen);
}

/** Whether an answer to a quiz has exactly the right options. */
export function isRight(right: readonly number[], answer: Answer): boolean {
  return (
    'picks' in answer && answer.picks.length === right.length && answer.picks.every((pick) => right.includes(pick))
  );
}

function areOptions(choice: Choice, chosen: readonly number[]): boolean {
  return areDifferent(chosen) && chosen.every((pick) => pick < optionCount(choice));
}

function areDifferent(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

interface Settings {
  readonly choice: Choice;
  readonly secret: boolean;
  readonly picks?: { readonly min: number; readonly max: number } | undefined;
  readonly right?: readonly number[] | undefined;
  readonly changeable?: boolean | undefined;
  readonly minimum?: number | undefined;
}

function isConsistent({ choice, secret, picks, right, changeable, minimum }: Settings): boolean {
  if (picks && (picks.min > picks.max || picks.max > optionCount(choice))) return false;
  if (right && !areOptions(choice, right)) return false;
  return secret ? changeable !== true : minimum === undefined;
}
