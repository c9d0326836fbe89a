import { createStore } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import type { PollForm } from './pollForm.ts';

interface FormDesk {
  readonly form: PollForm | undefined;
}

/** The poll that this person is writing; it stays when the panel is closed. */
export const formDeskOf = perSession((_session: MeetingSession) => createStore<FormDesk>(() => ({ form: undefined })));
