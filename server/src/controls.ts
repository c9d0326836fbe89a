import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { media } from '@plenum/shared/features/media/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { Meeting } from './control/protocol.ts';
import type { Figures } from './metrics/Metrics.ts';
import type { RoomLoad } from './gateway/http/records/operators.ts';
import type { Room } from './room/Room.ts';
import type { Rooms } from './room/Rooms.ts';

/** What an operator can see of running meetings, and do to them. */
export interface Controls {
  /** The meetings that are on, without their breakout rooms. */
  meetings(): Promise<readonly Meeting[]>;
  /** What this server carries now, but for the media workers. */
  figures(): Promise<Pick<Figures, 'rooms' | 'members' | 'streams'>>;
  /** Ends a meeting for everyone, as its host could. @throws AppError `notFound` when no meeting is on in this room */
  endMeeting(room: RoomId): Promise<void>;
}

/** What a meeting carries, its breakout rooms included. */
export async function loadOf(rooms: Rooms, room: Room): Promise<RoomLoad> {
  const children = (await rooms.opened()).filter(({ record }) => record.parent === room.id);
  const { begunAt } = room.committed(presence);
  const streams = [room, ...children].map((one) => Object.values(one.committed(media).streams));
  return {
    // A member of a breakout room keeps a seat in the meeting.
    people: room.people,
    streams: streams.flat().reduce((sum, sources) => sum + Object.keys(sources).length, 0),
    breakouts: children.length,
    ...(begunAt !== undefined && { since: begunAt }),
  };
}

/** Gives an operator access to the rooms of a server. */
export function controlsOf(rooms: Rooms): Controls {
  return {
    async meetings() {
      const on = (await rooms.opened()).filter(({ record, inside }) => record.parent === undefined && inside > 0);
      return on.map((room) => {
        const { begunAt } = room.committed(presence);
        const { id, title } = room.record;
        return { id, title, people: room.inside, ...(begunAt !== undefined && { since: begunAt }) };
      });
    },
    async figures() {
      const all = await rooms.opened();
      const streams: Record<string, number> = {};
      for (const room of all) {
        for (const sources of Object.values(room.committed(media).streams)) {
          for (const source of Object.keys(sources)) streams[source] = (streams[source] ?? 0) + 1;
        }
      }
      const breakout = all.filter(({ record }) => record.parent !== undefined).length;
      // A member of a breakout room keeps a seat in the meeting, so that only the seats there count.
      const members = all.reduce((sum, { record, inside }) => sum + (record.parent === undefined ? inside : 0), 0);
      return { rooms: { meeting: all.length - breakout, breakout }, members, streams };
    },
    async endMeeting(id) {
      const room = await rooms.require(id);
      if (room.record.parent !== undefined || room.inside === 0) {
        throw new AppError('notFound', 'No meeting is on in this room.');
      }
      // Without a name: no member ended it.
      await room.inform(moderation.name, (_slice, context) => context.emit('ended', { by: '' }));
    },
  };
}
