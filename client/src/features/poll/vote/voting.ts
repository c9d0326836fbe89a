import { Answer, isAllowed, type PollSetup } from '@plenum/shared/features/poll/setup';

/** The content of a voter's form. */
export interface Marks {
  readonly picks: readonly number[];
  readonly text: string;
}

/** The form without marks. */
const noMarks: Marks = { picks: [], text: '' };

/** Returns the form that makes this answer. */
export function marksOf(answer: Answer | undefined): Marks {
  if (!answer) return noMarks;
  return 'text' in answer ? { picks: [], text: answer.text } : { picks: answer.picks, text: '' };
}

/** Returns the fewest and the most options of one answer. */
export function boundsOf({ picks }: PollSetup): { readonly min: number; readonly max: number } {
  return picks ?? { min: 1, max: 1 };
}

/** Returns the answer that the marks make; undefined while the poll would not accept it. */
export function answerOf(setup: PollSetup, { picks, text }: Marks): Answer | undefined {
  const written = setup.choice.kind === 'typed' ? { text } : { picks: picks.toSorted((a, b) => a - b) };
  const answer = Answer.safeParse(written);
  return answer.success && isAllowed(setup, answer.data) ? answer.data : undefined;
}
