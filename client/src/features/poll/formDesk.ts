import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MeetingSession } from '../../app/session.ts';
import type { PollForm } from './pollForm.ts';

interface FormDesk {
  readonly form: PollForm | undefined;
}

const desks = new WeakMap<MeetingSession, StoreApi<FormDesk>>();

/** The poll that this person is writing: it outlives a closed panel. */
export function formDeskOf(session: MeetingSession): StoreApi<FormDesk> {
  const known = desks.get(session);
  if (known) return known;
  const desk = createStore<FormDesk>(() => ({ form: undefined }));
  desks.set(session, desk);
  return desk;
}
