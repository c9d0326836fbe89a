import { moderation } from '@plenum/shared/features/moderation/contract';
import type { LogReader } from '../room/ports.ts';
import type { MediaRooms } from './mediaRooms.ts';

/** Has the engine silence whom moderators muted, once that is written down. */
export function mediaOrders(mediaRooms: MediaRooms): LogReader {
  const { silenced } = moderation.events;
  return (room, entries) => {
    for (const { feature, event, payload } of entries) {
      if (feature !== moderation.name || event !== 'silenced') continue;
      mediaRooms.silence(room, silenced.payload.parse(payload).members);
    }
  };
}
