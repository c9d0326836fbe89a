import { Answer, isAllowed, type PollSetup } from '@plenum/shared/features/poll/setup';

/** What stands in the form of a voter. */
export interface Marks {
  readonly picks: readonly number[];
  readonly text: string;
}

/** Nothing is marked yet. */
const noMarks: Marks = { picks: [], text: '' };

/** The form as it was when this answer was given. */
export function marksOf(answer: Answer | undefined): Marks {
  if (!answer) return noMarks;
  return 'text' in answer ? { picks: [], text: answer.text } : { picks: answer.picks, text: '' };
}

/** Fewest and most options of one answer. */
export function boundsOf({ picks }: PollSetup): { readonly min: number; readonly max: number } {
  return picks ?? { min: 1, max: 1 };
}

/** The answer that the marks make; undefined while they make none that this poll takes. */
export function answerOf(setup: PollSetup, { picks, text }: Marks): Answer | undefined {
  const written = setup.choice.kind === 'typed' ? { text } : { picks: picks.toSorted((a, b) => a - b) };
  const answer = Answer.safeParse(written);
  return answer.success && isAllowed(setup, answer.data) ? answer.data : undefined;
}
