import type { Reducer } from '../core/reducer.ts';
import { reduceChat } from './chat/reduce.ts';
import { reduceMedia } from './media/reduce.ts';
import { reducePresence } from './presence/reduce.ts';

/** Every feature of a meeting, one line each. */
export const features: readonly Reducer[] = [reducePresence, reduceChat, reduceMedia];
