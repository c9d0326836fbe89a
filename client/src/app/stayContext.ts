import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { MeetingState } from '../core/store.ts';
import type { Stay } from '../core/stay.ts';
import { type MeetingSession, useSession } from './session.ts';

/** This person's stay in a meeting with rooms. */
export const StayContext = createContext<Stay | undefined>(undefined);

/** This person's stay; undefined for a component outside a whole meeting, such as in a test. */
export function useStay(): Stay | undefined {
  return useContext(StayContext);
}

/** The session of the meeting itself, whichever room is on the page. */
export function useHome(): MeetingSession {
  const here = useSession();
  return useContext(StayContext)?.home ?? here;
}

/** Selects a part of the meeting itself, whichever room is on the page. */
export function useHomeMeeting<T>(selector: (state: MeetingState) => T): T {
  return useStore(useHome().store, selector);
}
