import { sources } from '@plenum/shared/features/media/contract';
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
        mediaRooms.order(room, (media) => members.forEach((member) => media.silence(member)));
      }
      if (event === 'stopped') {
        const { member, source } = stopped.payload.parse(payload);
        const others = sources.filter((other) => other !== source);
        mediaRooms.order(room, (media) => media.allow(member, others));
      }
    }
  };
}
