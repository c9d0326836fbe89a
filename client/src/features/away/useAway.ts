import { away } from '@plenum/shared/features/away/contract';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';

/** Since when this member is away, in epoch ms of the server; undefined for a present member. */
export function useAwaySince(member: string): number | undefined {
  return useMeeting((state) => stateOf(state, away).since[member]);
}

/** True while this person is away. */
export function useIAmAway(): boolean {
  return useMeeting((state) => stateOf(state, away).since[state.me.id] !== undefined);
}
