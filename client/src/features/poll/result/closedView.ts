import type { Poll, PollBack, Result } from '@plenum/shared/features/poll/contract';
import { minimumOf } from '@plenum/shared/features/poll/setup';

type Note = 'poll.counting' | 'poll.undecided' | 'poll.undecidedMaker' | 'poll.withheld' | 'poll.withheldMaker';

/** The view that a person has of a closed poll. */
export type ClosedView =
  | { readonly kind: 'result'; readonly result: Result; readonly note?: Note }
  | { readonly kind: 'tooFew'; readonly minimum: number; readonly note?: undefined }
  | { readonly kind: 'nobody'; readonly note?: undefined }
  | { readonly kind: 'nothing'; readonly note: Note };

/** Returns the result if it is published or if the person makes polls; else the reason why none is shown. */
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
