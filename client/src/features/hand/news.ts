import type { StateOf } from '@plenum/shared/core/contract';
import type { hand } from '@plenum/shared/features/hand/contract';
import { placeOf } from './queue.ts';

type Queue = StateOf<typeof hand>;

/** What happened to one hand between two states of the queue. */
export type HandNews =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'called' }
  | { readonly kind: 'lowered' }
  | { readonly kind: 'raised'; readonly place: number };

/** What happened to this member's hand. Moving up in the queue is not reported. */
export function whatHappenedToMe(before: Queue, now: Queue, member: string): HandNews {
  const [was, is] = [placeOf(before, member), placeOf(now, member)];
  if (was.kind === is.kind) return { kind: 'nothing' };
  if (is.kind === 'floor') return { kind: 'called' };
  return is.kind === 'waiting' ? { kind: 'raised', place: is.place } : { kind: 'lowered' };
}

/** Members whose hands are new in the queue, in its order. */
export function newHands(before: Queue, now: Queue): readonly string[] {
  return now.queue.map(({ member }) => member).filter((member) => placeOf(before, member).kind === 'down');
}
