import * as z from 'zod/mini';
import { assertNever } from '../../core/errors.ts';
import { limits } from '../../core/limits.ts';
import { pollLimits } from './limits.ts';
import { sentence } from '../../core/text.ts';

/** Kinds whose options are always the same; the client has words for them. */
export const fixedOptions = {
  trueFalse: ['true', 'false'],
  yesNo: ['yes', 'no'],
  yesNoAbstain: ['yes', 'no', 'abstain'],
} as const;

export const letters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** Which of the options, counted from 0. */
export const OptionIndex = z.int().check(z.minimum(0), z.maximum(pollLimits.options - 1));
const Indexes = z.array(OptionIndex).check(z.minLength(1), z.maxLength(pollLimits.options));
const howMany = z.int().check(z.minimum(1), z.maximum(pollLimits.options));

/** What is chosen from, with texts as they may be sent or as they are kept. */
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

/** Fewest ballots of a secret poll that are ever counted: one or two would name their voters. */
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
      /** Who has voted and what was voted are never in one place. Otherwise everybody's answer has their name on it. */
      secret: z.boolean(),
      /** Fewest and most options in one answer; left out, exactly one. */
      picks: z.optional(z.strictObject({ min: howMany, max: howMany })),
      /** The right options: this is a quiz. */
      right: z.optional(Indexes),
      /** The answer may be changed while the poll is open; never in a secret one. */
      changeable: z.optional(z.boolean()),
      /** Secret only: with fewer ballots nobody ever sees a result; left out, `defaultMinimum`. See `minimumOf`. */
      minimum: z.optional(
        z
          .int()
          .check(
            z.minimum(leastMinimum, `A secret poll is counted with ${leastMinimum} ballots or more.`),
            z.maximum(limits.membersPerRoom),
          ),
      ),
      /** It closes by itself after so many seconds. */
      seconds: z.optional(z.int().check(z.minimum(5), z.maximum(pollLimits.seconds))),
    })
    .check(z.refine(isConsistent, 'These settings do not go together.'));

/** A poll as somebody prepares it. */
export const PollSetup = setupWith({ question: sentence(pollLimits.questionLength), choice: Choice }, defaultMinimum);
export type PollSetup = z.infer<typeof PollSetup>;
/** A poll as it is kept: its texts and its minimum may be from a time when others were allowed. */
export const KeptSetup = setupWith({ question: z.string(), choice: choiceWith(z.string()) }, 1);

/** With fewer ballots nobody ever sees a result of this secret poll. */
export function minimumOf({ minimum = defaultMinimum }: PollSetup): number {
  return Math.max(minimum, defaultMinimum);
}

/** One vote. */
export const Answer = z.union([
  z.strictObject({ picks: Indexes }),
  z.strictObject({ text: sentence(pollLimits.answerLength) }),
]);
export type Answer = z.infer<typeof Answer>;
/** A vote as it is kept. */
export const KeptAnswer = z.union([z.strictObject({ picks: Indexes }), z.strictObject({ text: z.string() })]);

/** How many options there are; none when the answer is typed. */
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

/** What stands beside each option: texts, letters, or for the fixed kinds words that the client translates. */
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

/** True when this poll can be answered so: the options exist, none twice, not too few and not too many. */
export function isAllowed({ choice, picks = { min: 1, max: 1 } }: PollSetup, answer: Answer): boolean {
  if ('text' in answer) return choice.kind === 'typed';
  const chosen = answer.picks;
  return chosen.length >= picks.min && chosen.length <= picks.max && areOptions(choice, chosen);
}

/** For a quiz: exactly the right options were chosen. */
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
