import { useStore } from 'zustand';
import { useMeeting, useSession } from '../../app/session.ts';
import { type Reaction, ReactionDesk } from './ReactionDesk.ts';

/** The reactions of this meeting. */
export function useReactionDesk(): ReactionDesk {
  return ReactionDesk.of(useSession());
}

/** This member's last reaction, while it is shown. */
export function useMark(member: string): Reaction | undefined {
  return useStore(useReactionDesk().store, ({ marks }) => marks[member]);
}

/** False while reactions are locked for this person. */
export function useMayReact(): boolean {
  return useMeeting(({ me }) => me.abilities.includes('reactionSend'));
}
