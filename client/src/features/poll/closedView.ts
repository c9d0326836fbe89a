import type { Poll, PollBack, Result } from '@plenum/shared/features/poll/contract';
import { minimumOf } from '@plenum/shared/features/poll/setup';

type Note = 'poll.counting' | 'poll.undecided' | 'poll.undecidedMaker' | 'poll.withheld' | 'poll.withheldMaker';

/** What a person sees of a poll that is over. */
export type ClosedView =
  | { readonly kind: 'result'; readonly result: Result; readonly note?: Note }
  | { readonly kind: 'tooFew'; readonly minimum: number; readonly note?: undefined }
  | { readonly kind: 'nobody'; readonly note?: undefined }
  | { readonly kind: 'nothing'; readonly note: Note };

/** A published result is everybody's; before that it is the makers', and others read why they see none. */
export function closedView(poll: Poll, back: PollBack | undefined, makes: boolean): ClosedView {
  const minimum = minimumOf(poll.setup);
  const result = poll.outcome?.result ?? (makes ? back?.result : undefined);
  if (poll.voted === 0) return { kind: 'nobody' };
  if (result?.kind === 'tooFew' || (poll.setup.secret && poll.voted < minimum)) return { kind: 'tooFew', minimum };
  if (poll.status === 'published' && result) return { kind: 'result', result };
  const withheld = poll.status === 'withheld';
  if (result) return { kind: 'result', result, note: withheld ? 'poll.withheldMaker' : 'poll.undecidedMaker' };
  if (makes) return { kind: 'nothing', note: 'poll.counting' };
  return { kind: 'nothing', note: withheld ? 'poll.withheld' : 'poll.undecided' };
}
