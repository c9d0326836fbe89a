import { moderation } from '@plenum/shared/features/moderation/contract';
import { type Farewell, type MeetingState, stateOf } from '../../core/store.ts';

/** How another person ended this person's stay, and who that was. */
export type LastWords = Farewell | { readonly what: 'ended'; readonly by: string };

/** The same, from the state at the moment when the line closes. */
export function lastWords(state: MeetingState): LastWords | undefined {
  const { ended } = stateOf(state, moderation);
  return state.farewell ?? (ended && { what: 'ended', by: ended.by });
}
