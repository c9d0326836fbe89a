import type { RoomId } from '@plenum/shared/core/ids';
import type { RoomReport } from './ports.ts';
import { AppError } from '@plenum/shared/core/errors';

/** The part of a room that cannot be read: an entry of its log, or the state of a feature in the snapshot at `seq`. */
export interface UnreadablePart {
  readonly seq: number;
  readonly feature: string;
  /** Undefined for a state. */
  readonly event?: string;
  readonly why: string;
}

const words =
  "This meeting's record cannot be read any more. Nothing of it was deleted: ask the people who run this server.";
const advice =
  'The room stays closed and its log stays as it is. Start the version of Plenum that wrote it, or a newer one; when no version reads it, report this line.';

/**
 * A stored row is intact, but this version of Plenum cannot read it. The room is not opened, because a snapshot without the
 * row would lose it for good. The message is for members; the other fields are for the operator's log.
 */
export class Unreadable extends AppError {
  readonly part: UnreadablePart;
  readonly advice = advice;

  constructor(part: UnreadablePart) {
    super('unavailable', words, 'unreadable');
    this.part = part;
  }
}

/** Rooms that this version of Plenum cannot read, kept until the process ends, so that none is read twice. */
export class UnreadableRooms {
  readonly #report: Pick<RoomReport, 'failed'>;
  readonly #known = new Map<RoomId, Unreadable>();

  constructor(report: Pick<RoomReport, 'failed'>) {
    this.#report = report;
  }

  /** Reads something of a room, and reports once when it cannot be read. @throws Unreadable */
  async read<T>(room: RoomId, read: () => Promise<T>): Promise<T> {
    const known = this.#known.get(room);
    if (known) throw known;
    try {
      return await read();
    } catch (error) {
      if (error instanceof Unreadable) {
        this.#known.set(room, error);
        this.#report.failed(room, 'reading the record of a room', error);
      }
      throw error;
    }
  }

  forget(room: RoomId): void {
    this.#known.delete(room);
  }
}
