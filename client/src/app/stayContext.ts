import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { MeetingState } from '../core/store.ts';
import type { Stay } from '../core/stay.ts';
import { type MeetingSession, useSession } from './session.ts';

/** The stay of this person in a meeting with rooms. */
export const StayContext = createContext<Stay | undefined>(undefined);

/** Where this person is and is going; undefined where a component stands outside a whole meeting (a test). */
export function useStay(): Stay | undefined {
  return useContext(StayContext);
}

/** The session of the meeting itself, whichever of its rooms is on the page. */
export function useHome(): MeetingSession {
  const here = useSession();
  return useContext(StayContext)?.home ?? here;
}

/** Reads the meeting itself, whichever of its rooms is on the page. */
export function useHomeMeeting<T>(selector: (state: MeetingState) => T): T {
  return useStore(useHome().store, selector);
}
