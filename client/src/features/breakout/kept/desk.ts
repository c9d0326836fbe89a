import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MeetingSession } from '../../../app/session.ts';

const desks = new WeakMap<MeetingSession, StoreApi<{ readonly open: boolean }>>();

/** Whether this person is looking at what came from the rooms. */
export function keptDeskOf(home: MeetingSession): StoreApi<{ readonly open: boolean }> {
  const desk = desks.get(home) ?? createStore(() => ({ open: false }));
  desks.set(home, desk);
  return desk;
}
