import { lobby, type Waiting } from '@plenum/shared/features/lobby/contract';
import { useMemo } from 'react';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';

/** The people who wait outside, first come first. */
export function useQueue(): readonly Waiting[] {
  const waiting = useMeeting((state) => stateOf(state, lobby).waiting);
  return useMemo(() => Object.values(waiting).toSorted((one, other) => one.since - other.since), [waiting]);
}

/** The role that a waiting person gets when let in without a choice. */
export function admissionOf({ role }: Waiting): 'guest' | 'participant' {
  return role === 'guest' ? 'guest' : 'participant';
}

/** Lets in all people who wait. */
export function useAdmitAll(): () => void {
  const ask = useAsk();
  const policy = useMeeting((state) => stateOf(state, lobby).policy);
  return () => void ask(lobby, 'admitAll', { as: policy === 'members' ? 'guest' : 'participant' });
}
