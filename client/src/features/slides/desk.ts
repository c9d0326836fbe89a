import type { PageId, View } from '@plenum/shared/features/slides/contract';
import { createStore } from 'zustand/vanilla';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';

/** A page and its visible part; undefined: the whole page. */
export interface Look {
  readonly page: PageId;
  readonly view?: View | undefined;
}

/** How this person views the slides; no other member knows. */
export interface SlideDesk {
  /** This person's own view; undefined while they follow the common one. */
  readonly own: Look | undefined;
  /** A movement in progress: the presenter's, or this person's before the server has it. */
  readonly moving: Look | undefined;
  readonly managing: boolean;
  readonly overview: boolean;
}

/** The desk of this person in this meeting. */
export const slideDeskOf = perSession((_session: MeetingSession) =>
  createStore<SlideDesk>(() => ({ own: undefined, moving: undefined, managing: false, overview: false })),
);
