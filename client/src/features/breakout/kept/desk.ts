import { createStore } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';

/** Whether this person has the contents of ended rooms open. */
export const keptDeskOf = perSession((_home: MeetingSession) => createStore(() => ({ open: false })));
