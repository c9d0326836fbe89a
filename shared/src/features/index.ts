import type { Reducer } from '../core/reducer.ts';
import { reduceChat } from './chat/reduce.ts';
import { reduceHand } from './hand/reduce.ts';
import { reduceMedia } from './media/reduce.ts';
import { reducePoll } from './poll/reduce.ts';
import { reducePresence } from './presence/reduce.ts';
import { reduceReaction } from './reaction/reduce.ts';
import { reduceWhiteboard } from './whiteboard/reduce.ts';

/** Every feature of a meeting, one line each. */
export const features: readonly Reducer[] = [
  reducePresence,
  reduceChat,
  reduceMedia,
  reduceHand,
  reduceReaction,
  reducePoll,
  reduceWhiteboard,
];
