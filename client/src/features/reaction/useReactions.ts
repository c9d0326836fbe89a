import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { useMedia } from '../../ui/useMedia.ts';
import { type Reaction, ReactionDesk } from './ReactionDesk.ts';

/** The reactions of this meeting. */
export function useReactionDesk(): ReactionDesk {
  return ReactionDesk.of(useSession());
}

/** What this person showed last, while it is shown. */
export function useMark(member: string): Reaction | undefined {
  return useStore(useReactionDesk().store, ({ marks }) => marks[member]);
}

/** Whether reactions are not locked for me. */
export function useMayReact(): boolean {
  return useMeeting(({ me }) => me.abilities.includes('reactionSend'));
}

/** True where the bar has no place for the button and "More" offers it. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 899px)');
}
