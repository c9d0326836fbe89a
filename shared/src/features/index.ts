import type { Reducer } from '../core/reducer.ts';
import { reduceAttendance } from './attendance/reduce.ts';
import { reduceAway } from './away/reduce.ts';
import { reduceBreakout } from './breakout/reduce.ts';
import { reduceChat } from './chat/reduce.ts';
import { reduceDuration } from './duration/reduce.ts';
import { reduceHand } from './hand/reduce.ts';
import { reduceLobby } from './lobby/reduce.ts';
import { reduceLayout } from './layout/reduce.ts';
import { reduceMedia } from './media/reduce.ts';
import { reduceModeration } from './moderation/reduce.ts';
import { reducePoll } from './poll/reduce.ts';
import { reducePresence } from './presence/reduce.ts';
import { reduceReaction } from './reaction/reduce.ts';
import { reduceRecording } from './recording/reduce.ts';
import { reduceSpace } from './space/reduce.ts';
import { reduceTimer } from './timer/reduce.ts';
import { reduceWhiteboard } from './whiteboard/reduce.ts';
import { reduceSlides } from './slides/reduce.ts';

/** Every feature of a meeting, one line each. */
export const features: readonly Reducer[] = [
  reduceSpace,
  reducePresence,
  reduceModeration,
  reduceLobby,
  reduceChat,
  reduceMedia,
  reduceHand,
  reduceReaction,
  reducePoll,
  reduceWhiteboard,
  reduceSlides,
  reduceLayout,
  reduceBreakout,
  reduceAway,
  reduceAttendance,
  reduceTimer,
  reduceDuration,
  reduceRecording,
];
