import type { StateOf } from '@plenum/shared/core/contract';
import { hand } from '@plenum/shared/features/hand/contract';
import { useMeeting } from '../../app/session.ts';
import { type MeetingState, stateOf } from '../../core/store.ts';

type Queue = StateOf<typeof hand>;

/** Where somebody stands: not up, so many-th in the queue (from 1), or speaking. */
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

/** The queue and the floor. */
export function useQueue(): Queue {
  return useMeeting((state) => stateOf(state, hand));
}

/** How many hands wait. */
export function useWaiting(): number {
  return useMeeting((state) => stateOf(state, hand).queue.length);
}

/** Where this member stands now. */
export function usePlace(member: string): Place {
  return placeOf(useQueue(), member);
}

/** Where I stand now. */
export function useMyPlace(): Place {
  return usePlace(useMeeting(({ me }) => me.id));
}

/** True for those who call the next and lower hands of others. */
export function useManages(): boolean {
  return useMeeting(mayManage);
}

/** The same for a state. */
export function mayManage({ me }: MeetingState): boolean {
  return me.abilities.includes('handManage');
}

/** Those who have the floor or wait for it are to be seen, the next ones first. */
export function useWantedHands(): readonly string[] {
  const { queue, floor } = useQueue();
  return [...(floor ? [floor] : []), ...queue].slice(0, 4).map(({ member }) => member);
}
