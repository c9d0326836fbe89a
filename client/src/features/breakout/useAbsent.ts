import { useMemo } from 'react';
import { useMeeting } from '../../app/session.ts';
import { breakoutOf } from './useBreakout.ts';

/** Returns the ids of members who have a seat in the meeting and are in one of its rooms. */
export function useAbsent(): readonly string[] {
  const places = useMeeting((state) => breakoutOf(state)?.places);
  return useMemo(() => Object.keys(places ?? {}), [places]);
}
