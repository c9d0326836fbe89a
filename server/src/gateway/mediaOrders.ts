import { moderation } from '@plenum/shared/features/moderation/contract';
import type { LogReader } from '../room/ports.ts';
import type { MediaRooms } from './mediaRooms.ts';

/** Has the engine do what moderators decided, once that is written down. */
export function mediaOrders(mediaRooms: MediaRooms): LogReader {
  const { silenced, stopped } = moderation.events;
  return (room, entries) => {
    for (const { feature, event, payload } of entries) {
      if (feature !== moderation.name) continue;
      if (event === 'silenced') {
        const { members } = silenced.payload.parse(payload);
        mediaRooms.silence(room, members);
      }
      if (event === 'stopped') {
        const { member, source } = stopped.payload.parse(payload);
        mediaRooms.stop(room, member, source);
      }
    }
  };
}
