import { createStore } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';

interface PlanDesk {
  /** True while the window with the plan is open. */
  readonly open: boolean;
}

/** Whether this person looks at the plan. */
export const planDeskOf = perSession((_home: MeetingSession) => createStore<PlanDesk>(() => ({ open: false })));
