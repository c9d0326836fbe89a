import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { useMemo } from 'react';
import { useMeeting } from '../session.ts';
import { stateOf } from '../../core/store.ts';

/** Everybody in the meeting: me first, then in the order in which they came. */
export function usePeople(): readonly PresentMember[] {
  const members = useMeeting((state) => stateOf(state, presence).members);
  const me = useMeeting((state) => state.me.id);
  return useMemo(
    () =>
      Object.values(members).toSorted(
        (a, b) => Number(b.id === me) - Number(a.id === me) || a.joinedAt - b.joinedAt || a.id.localeCompare(b.id),
      ),
    [members, me],
  );
}
