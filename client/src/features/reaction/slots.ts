import type { FeatureSlots } from '../../app/slots.ts';
import { ReactButton } from './ReactButton.tsx';
import { RowReaction, TileReaction } from './ReactionMark.tsx';
import { ReactionWatcher } from './ReactionWatcher.tsx';
import { useReactEntry } from './useReactEntry.tsx';

/** Reactions without words. */
export const reactionSlots: FeatureSlots = {
  name: 'reaction',
  controls: [{ id: 'reaction', place: 'main', Control: ReactButton }],
  tile: { id: 'reaction', Overlay: TileReaction, RowMark: RowReaction },
  useMore: useReactEntry,
  shortcuts: [{ keys: 'E', label: 'reaction.choose' }],
  Watcher: ReactionWatcher,
};
