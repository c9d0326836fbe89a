import { away } from '@plenum/shared/features/away/contract';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';

/** Since when this person is away, epoch ms of the server; undefined when they are not. */
export function useAwaySince(member: string): number | undefined {
  return useMeeting((state) => stateOf(state, away).since[member]);
}

/** Whether I am away. */
export function useIAmAway(): boolean {
  return useMeeting((state) => stateOf(state, away).since[state.me.id] !== undefined);
}
