import { moderation } from '@plenum/shared/features/moderation/contract';
import { type Farewell, type MeetingState, stateOf } from '../../core/store.ts';

/** How a stay was ended, and who did it: another person, or `endedByMe` this one. */
export type LastWords =
  | Farewell
  | { readonly what: 'ended'; readonly by: string }
  | { readonly what: 'endedByMe'; readonly by: string };

/** The same, from the state at the moment when the line closes. */
export function lastWords(state: MeetingState): LastWords | undefined {
  const { ended } = stateOf(state, moderation);
  if (state.farewell || !ended) return state.farewell;
  // The event has the name alone; only a host can have ended the meeting.
  const isMine = ended.by === state.me.name && state.me.abilities.includes('roomManage');
  return { what: isMine ? 'endedByMe' : 'ended', by: ended.by };
}
