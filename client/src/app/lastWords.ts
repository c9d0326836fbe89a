import { moderation } from '@plenum/shared/features/moderation/contract';
import { type Farewell, type MeetingState, stateOf } from '../core/store.ts';

/** Who ended this person's stay and how, where it was somebody's will. */
export type LastWords = Farewell | { readonly what: 'ended'; readonly by: string };

/** What is known about it when the line closes. */
export function lastWords(state: MeetingState): LastWords | undefined {
  const { ended } = stateOf(state, moderation);
  return state.farewell ?? (ended && { what: 'ended', by: ended.by });
}
