import { breakout } from '@plenum/shared/features/breakout/contract';
import { type CommittedRoom, mediaOrders, type Speech } from '../../media/MediaOrders.ts';

/** Every event of breakouts may change the speaker to all rooms, the place of that member, and the rooms. */
export const breakoutOrders = mediaOrders(breakout, { always: { type: 'speech' } });

/** The speaker to all rooms of this meeting, that member's room, and the rooms that hear it; undefined for no speaker. */
export function speechIn(meeting: CommittedRoom): Speech | undefined {
  const { running, places } = meeting.committed(breakout);
  const member = running?.speaker;
  if (!running || member === undefined) return undefined;
  const from = places[member] ?? meeting.id;
  const to = [meeting.id, ...running.rooms.map(({ id }) => id)].filter((id) => id !== from);
  return { member, from, to };
}
