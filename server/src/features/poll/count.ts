import { Ballot, type Poll, type PollBack, type Result } from '@plenum/shared/features/poll/contract';
import { type Answer, isAllowed, minimumOf, optionCount, type PollSetup } from '@plenum/shared/features/poll/setup';

/** Counts a named poll from the votes in the log. */
export function countVotes({ setup }: Poll, { votes }: PollBack): Result {
  return count(
    setup,
    Object.values(votes).map(({ answer }) => answer),
  );
}

/** Counts a secret poll from its box. A value that does not parse or does not fit the poll is not a ballot. */
export function countBallots({ setup }: Poll, values: readonly unknown[]): Result {
  const ballots = values.flatMap((value) => {
    const parsed = Ballot.safeParse(value);
    return parsed.success && isAllowed(setup, parsed.data.answer) ? [parsed.data] : [];
  });
  if (ballots.length < minimumOf(setup)) return { kind: 'tooFew' };
  const list = ballots.sort((left, right) => (left.code < right.code ? -1 : 1));
  return {
    ...count(
      setup,
      list.map(({ answer }) => answer),
    ),
    list,
  };
}

function count({ choice }: PollSetup, answers: readonly Answer[]): Result & { kind: 'counted' } {
  const tally = Array.from({ length: optionCount(choice) }, () => 0);
  const texts: string[] = [];
  for (const answer of answers) {
    if ('text' in answer) texts.push(answer.text);
    else for (const pick of answer.picks) tally[pick] = (tally[pick] ?? 0) + 1;
  }
  return { kind: 'counted', ballots: answers.length, tally, texts: texts.sort() };
}
