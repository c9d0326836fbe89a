import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { MediaLine } from '../core/mediaLine.ts';
import type { Session } from '../core/session.ts';
import type { MeetingState, MeetingStore } from '../core/store.ts';

/** The part of a Session that the interface uses; a test provides its own. */
export interface MeetingSession
  extends Pick<Session, 'send' | 'tell' | 'onVolatile' | 'onEvent' | 'leave' | 'retryNow' | 'pass'> {
  readonly store: MeetingStore;
  readonly media: Pick<
    MediaLine,
    'publish' | 'unpublish' | 'mute' | 'replaceTrack' | 'watch' | 'onEnded' | 'stats' | 'reports'
  >;
}

/** The session of the meeting on the page. */
export const SessionContext = createContext<MeetingSession | undefined>(undefined);

/** The session of the meeting on the page. @throws Error outside a meeting */
export function useSession(): MeetingSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error('This component belongs inside a meeting.');
  return session;
}

/** Selects a part of the meeting; the component renders again when that part changes. */
export function useMeeting<T>(selector: (state: MeetingState) => T): T {
  return useStore(useSession().store, selector);
}
