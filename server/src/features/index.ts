import type { FileEndpoint } from '../files/ports.ts';
import type { Releases } from '../files/released.ts';
import type { GrantMedia } from '../media/MediaEngine.ts';
import type { MediaRules } from '../media/MediaOrders.ts';
import type { AnySlice } from '../room/serve.ts';
import { serveAttendance } from './attendance/attendance.ts';
import { serveAway } from './away/away.ts';
import { serveBreakout } from './breakout/breakout.ts';
import { breakoutOrders, speechIn } from './breakout/mediaOrders.ts';
import { serveChat } from './chat/chat.ts';
import { chatFiles, chatReleases } from './chat/files.ts';
import { serveDuration } from './duration/duration.ts';
import { serveHand } from './hand/hand.ts';
import { serveLobby } from './lobby/lobby.ts';
import { serveLayout } from './layout/layout.ts';
import { serveMedia } from './media/media.ts';
import { mediaOrders, rightsOf } from './media/mediaOrders.ts';
import { moderationOrders, preferredIn } from './moderation/mediaOrders.ts';
import { serveModeration } from './moderation/moderation.ts';
import { servePoll } from './poll/poll.ts';
import { presenceOrders } from './presence/mediaOrders.ts';
import { servePresence } from './presence/presence.ts';
import { serveRecording } from './recording/recording.ts';
import { serveReaction } from './reaction/reaction.ts';
import { serveSpace } from './space/space.ts';
import { serveTimer } from './timer/timer.ts';
import { boardFiles, boardReleases } from './whiteboard/files.ts';
import { serveWhiteboard } from './whiteboard/whiteboard.ts';
import { slideFiles, slideReleases } from './slides/files.ts';
import { serveSlides } from './slides/slides.ts';

/** Every feature that a room runs, one line each. */
export function createSlices(grantMedia: GrantMedia): {
  all: readonly AnySlice[];
  media: ReturnType<typeof serveMedia>;
} {
  const media = serveMedia(grantMedia);
  return {
    all: [
      // First: what a room is opened from begins its log.
      serveSpace,
      servePresence,
      serveModeration,
      serveLobby,
      serveChat,
      media,
      serveHand,
      serveReaction,
      servePoll,
      serveWhiteboard,
      serveLayout,
      serveBreakout,
      serveSlides,
      serveAway,
      serveAttendance(),
      serveTimer,
      serveDuration,
      serveRecording,
    ],
    media,
  };
}

/** How features take files in and give them out. */
export const fileEndpoints: readonly FileEndpoint[] = [...chatFiles, ...slideFiles, ...boardFiles];

/** Features whose files leave the disk when they say so. */
export const fileReleases: readonly Releases[] = [chatReleases, slideReleases, boardReleases];

/** What the media half of rooms is told by features. */
export const mediaRules: MediaRules = {
  orders: [presenceOrders, moderationOrders, breakoutOrders, mediaOrders],
  rightsOf,
  preferredIn,
  speechIn,
};
