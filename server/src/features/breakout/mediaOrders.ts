import { breakout } from '@plenum/shared/features/breakout/contract';
import { type CommittedRoom, mediaOrders, type Speech } from '../../media/MediaOrders.ts';

/** Every event of breakouts may change who speaks to all rooms, where they are, and which rooms there are. */
export const breakoutOrders = mediaOrders(breakout, { always: { type: 'speech' } });

/** Who speaks to all rooms of this meeting, from the room where they are. */
export function speechIn(meeting: CommittedRoom): Speech | undefined {
  const { running, places } = meeting.committed(breakout);
  const member = running?.speaker;
  if (!running || member === undefined) return undefined;
  const from = places[member] ?? meeting.id;
  const to = [meeting.id, ...running.rooms.map(({ id }) => id)].filter((id) => id !== from);
  return { member, from, to };
}
