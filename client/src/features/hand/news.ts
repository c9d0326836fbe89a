import type { StateOf } from '@plenum/shared/core/contract';
import type { hand } from '@plenum/shared/features/hand/contract';
import { placeOf } from './queue.ts';

type Queue = StateOf<typeof hand>;

/** What became of one hand between two looks at the queue. */
export type HandNews =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'called' }
  | { readonly kind: 'lowered' }
  | { readonly kind: 'raised'; readonly place: number };

/** What became of this member's hand; moving up in the queue is no news. */
export function whatHappenedToMe(before: Queue, now: Queue, member: string): HandNews {
  const [was, is] = [placeOf(before, member), placeOf(now, member)];
  if (was.kind === is.kind) return { kind: 'nothing' };
  if (is.kind === 'floor') return { kind: 'called' };
  return is.kind === 'waiting' ? { kind: 'raised', place: is.place } : { kind: 'lowered' };
}

/** Whose hands went up, first first. */
export function newHands(before: Queue, now: Queue): readonly string[] {
  return now.queue.map(({ member }) => member).filter((member) => placeOf(before, member).kind === 'down');
}
