import type { StateOf } from '@plenum/shared/core/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { type SlideDesk, slideDeskOf } from './desk.ts';

/** The state of the presentations. */
export function useSlides(): StateOf<typeof slides> {
  return useMeeting((state) => stateOf(state, slides));
}

/** This person's rights for slides. */
export function useSlideRights(): { readonly shows: boolean; readonly uploads: boolean } {
  const abilities = useMeeting(({ me }) => me.abilities);
  return { shows: abilities.includes('slideShow'), uploads: abilities.includes('slideUpload') };
}

/** This person's desk of the slides. */
export function useSlideDesk(): SlideDesk {
  return useStore(slideDeskOf(useSession()));
}
