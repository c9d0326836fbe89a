import type { PageId, View } from '@plenum/shared/features/slides/contract';
import { createStore } from 'zustand/vanilla';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';

/** A page and the part of it that is looked at; all of it when the part is left out. */
export interface Look {
  readonly page: PageId;
  readonly view?: View | undefined;
}

/** How this person looks at the slides; nobody else knows. */
export interface SlideDesk {
  /** Where I look by myself; undefined as long as I look where everybody does. */
  readonly own: Look | undefined;
  /** A movement under way: of the presenter, or my own before the server has it. */
  readonly moving: Look | undefined;
  readonly managing: boolean;
  readonly overview: boolean;
}

/** The desk of this person in this meeting. */
export const slideDeskOf = perSession((_session: MeetingSession) =>
  createStore<SlideDesk>(() => ({ own: undefined, moving: undefined, managing: false, overview: false })),
);
