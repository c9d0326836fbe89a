import { inBackground } from '@plenum/shared/core/background';
import type { RoomId } from '@plenum/shared/core/ids';
import { assertNever } from '@plenum/shared/core/errors';
import type { LogEntry } from '@plenum/shared/core/log';
import type { MediaOrder, MediaOrders } from '../media/MediaOrders.ts';
import type { LogReader, RoomReport } from '../room/ports.ts';
import type { Rooms } from '../room/Rooms.ts';
import type { MediaLines } from './mediaLine.ts';
import type { MediaRooms } from './mediaRooms.ts';

interface ReaderOptions {
  readonly orders: readonly MediaOrders[];
  readonly mediaRooms: Pick<MediaRooms, 'silence' | 'stop' | 'refresh' | 'carry'>;
  readonly report: RoomReport;
  readonly mediaLines: Pick<MediaLines, 'end' | 'endAll'>;
}

/** The one reader from the log to the media engine: passes the orders of features to the engine after their commit. */
export class MediaReader {
  readonly #options: ReaderOptions;
  #rooms: Pick<Rooms, 'find'> | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Starts; call it when the rooms exist. */
  serve(rooms: Pick<Rooms, 'find'>): void {
    this.#rooms = rooms;
  }

  readonly onCommitted: LogReader = (room, entries) => {
    const orders = entries.flatMap((entry) => this.#ordersOf(entry));
    for (const order of orders) this.#obey(room, order);
    // Both read the present state of the room, so once is enough, after all other orders.
    if (orders.some(({ type }) => type === 'review')) this.#options.mediaRooms.refresh(room);
    if (orders.some(({ type }) => type === 'speech')) this.#carryVoice(room);
  };

  #ordersOf(entry: LogEntry): readonly MediaOrder[] {
    return this.#options.orders.flatMap(({ feature, of }) => (feature === entry.feature ? of(entry) : []));
  }

  #obey(room: RoomId, order: MediaOrder): void {
    const { mediaLines, mediaRooms } = this.#options;
    switch (order.type) {
      case 'end':
        return mediaLines.end(room, order.member);
      case 'endAll':
        return mediaLines.endAll(room);
      case 'silence':
        return mediaRooms.silence(room, order.members);
      case 'stop':
        return mediaRooms.stop(room, order.member, order.sources);
      case 'review':
      case 'speech':
        return;
      default:
        assertNever(order);
    }
  }

  #carryVoice(room: RoomId): void {
    const { mediaRooms, report } = this.#options;
    const carried = this.#rooms?.find(room).then((meeting) => meeting && mediaRooms.carry(meeting));
    if (carried) inBackground(carried, (error) => report.failed(room, 'carrying a voice', error));
  }
}
