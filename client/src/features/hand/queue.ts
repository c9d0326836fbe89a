import type { StateOf } from '@plenum/shared/core/contract';
import { hand } from '@plenum/shared/features/hand/contract';
import { useMeeting } from '../../app/session.ts';
import { type MeetingState, stateOf } from '../../core/store.ts';

type Queue = StateOf<typeof hand>;

/** The state of a member's hand: not up, at this place in the queue (from 1), or having the floor. */
export type Place =
  | { readonly kind: 'down' }
  | { readonly kind: 'waiting'; readonly place: number }
  | { readonly kind: 'floor' };

/** The place of one member. */
export function placeOf({ queue, floor }: Queue, member: string): Place {
  if (floor?.member === member) return { kind: 'floor' };
  const index = queue.findIndex((waiting) => waiting.member === member);
  return index < 0 ? { kind: 'down' } : { kind: 'waiting', place: index + 1 };
}

/** The queue, and the member with the floor. */
export function useQueue(): Queue {
  return useMeeting((state) => stateOf(state, hand));
}

/** Number of raised hands. */
export function useWaiting(): number {
  return useMeeting((state) => stateOf(state, hand).queue.length);
}

/** The place of this member now. */
export function usePlace(member: string): Place {
  return placeOf(useQueue(), member);
}

/** This person's own place now. */
export function useMyPlace(): Place {
  return usePlace(useMeeting(({ me }) => me.id));
}

/** True for members who may call the next hand and lower hands of others. */
export function useManages(): boolean {
  return useMeeting(mayManage);
}

/** The same for a state. */
export function mayManage({ me }: MeetingState): boolean {
  return me.abilities.includes('handManage');
}

/** The member with the floor and the next in the queue, who should be visible. */
export function useWantedHands(): readonly string[] {
  const { queue, floor } = useQueue();
  return [...(floor ? [floor] : []), ...queue].slice(0, 4).map(({ member }) => member);
}
