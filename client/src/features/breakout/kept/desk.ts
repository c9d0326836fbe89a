import { createStore } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';

/** Whether this person is looking at what came from the rooms. */
export const keptDeskOf = perSession((_home: MeetingSession) => createStore(() => ({ open: false })));
