import type { RoomId } from '@plenum/shared/core/ids';
import type { Answer, BoxChanges, LogEntry, PassingEvents, RoomRecord, Snapshot } from '@plenum/shared/core/log';
import type { Call } from './DatabasePort.ts';
import type { Calls, Questions } from './Questions.ts';

/**
 * Everything Plenum keeps but files, on SQLite or PostgreSQL; `storeSuite.ts` is the law for both. Calls about one room take
 * effect in the order in which they were made. Any call may throw AppError `unavailable`, and `closed` after `close`.
 */
export interface Store {
  /** Every procedure of `procedures/`, by area; what stands below is how rooms ask some of them. */
  readonly ask: Questions;
  /** The same as calls yet to be made. */
  readonly calls: Calls;
  /** Makes calls in their order in one transaction: when one fails, none has happened, and this throws what it threw. */
  together(calls: readonly Call[]): Promise<void>;

  /** @throws AppError `conflict` when the id is taken */
  createRoom(room: RoomRecord): Promise<void>;
  /** Undefined too when the stored record cannot be read, which is reported. */
  findRoom(id: RoomId): Promise<RoomRecord | undefined>;
  /** Rooms whose record names this one as their parent, open or closed; those half erased too. */
  childrenOf(id: RoomId): Promise<RoomId[]>;
  /** Rooms that had somebody in them when the server last wrote: they are opened again at start. */
  occupiedRooms(): Promise<RoomId[]>;
  /** `emptySince` is epoch ms; undefined means that somebody is in. A new room is empty. An unknown room is left alone. */
  markRoom(id: RoomId, emptySince: number | undefined): Promise<void>;
  /**
   * Rooms empty since before `time` (epoch ms), for the retention sweep, and those whose erasing was cut short. A child
   * is kept as long as its parent.
   */
  roomsEmptySince(time: number): Promise<RoomId[]>;
  /**
   * Removes a room and all that was said in it, leaving nothing in the file. Once begun, the room is found no more.
   * SQLite: a file above 16 MiB is cleansed of the last traces when no room is occupied, or at the next start.
   * PostgreSQL: the server itself decides when it overwrites what was deleted.
   * @throws AppError `unavailable` also when the room is gone but another program keeps traces in the file for now
   */
  eraseRoom(id: RoomId): Promise<void>;

  /**
   * Appends in one transaction and resolves when it survives a power cut. The very entries that the log ends with
   * already may be appended again, so a retry after a lost answer is safe.
   * @throws AppError `conflict` when the first entry is not the log's next, or the entries have a gap
   * @throws AppError `invalid` when a payload or reply is not JSON, `notFound` when there is no such room
   * @throws AppError `unavailable` when nothing was written, or it is not known because the connection broke
   */
  append(room: RoomId, entries: readonly LogEntry[], boxes?: BoxChanges): Promise<void>;
  /**
   * The values in a box, in the order of chance; unreadable ones are skipped and reported. SQLite: what is left of an
   * emptied box is removed from the file as of an erased room. While a box is in use, the bytes of the file and of its
   * write-ahead log, and in PostgreSQL the rows' system columns, may still show which value came before which.
   */
  readBox(room: RoomId, box: string): Promise<unknown[]>;
  /** Entries with a sequence number above `after`, in order, at most `limit`; unreadable rows are skipped and reported. */
  read(room: RoomId, after: number, limit: number): Promise<LogEntry[]>;
  /** The number of the log's last entry, readable or not, 0 when it has none: the next append continues from it. */
  lastSeq(room: RoomId): Promise<number>;
  /** The number of the last entry from before `time` (epoch ms), 0 when there is none. */
  seqBefore(room: RoomId, time: number): Promise<number>;
  /**
   * A page of what commands with a key were told, from entries above `after`; `next` is where the next page begins when
   * there may be more. Unreadable rows are skipped and reported.
   */
  readAnswers(
    room: RoomId,
    after: number,
    limit: number,
  ): Promise<{ readonly answers: Answer[]; readonly next?: number }>;
  /** What all entries of a room weigh, in bytes, counted anew: reads the whole log. */
  logBytes(room: RoomId): Promise<number>;
  /**
   * Removes passing events above `after` up to and with `upTo`, which must lie below the last entry, but none that a reader
   * wants and has not read: the answer says up to where it went, and what they weighed in bytes. The numbers stay: an
   * append continues from the last entry. SQLite: the file keeps its size and uses the space again.
   */
  compact(
    room: RoomId,
    range: { readonly after: number; readonly upTo: number },
    passing: readonly PassingEvents[],
  ): Promise<{ readonly upTo: number; readonly bytes: number }>;
  /** Keeps the two newest snapshots of a room. The answer is the size of this one in bytes. */
  saveSnapshot(room: RoomId, snapshot: Snapshot): Promise<number>;
  /**
   * The newest, of those below a sequence number when one is given. One that cannot be read or is ahead of the log is
   * reported and passed over.
   */
  loadSnapshot(room: RoomId, below?: number): Promise<Snapshot | undefined>;

  /** A secret made at the first start (token signing), base64url. */
  secret(name: string): Promise<string>;
  /** True when a write would succeed now; for the readiness check. */
  healthy(): Promise<boolean>;
  /**
   * Looks through all that is kept, while it is used. What is wrong, in the database's words; undefined when nothing is.
   * PostgreSQL has nothing to look for here: it checks its pages by checksums when it reads them, and its own tools
   * (`pg_amcheck`) look through the rest.
   */
  inspect(): Promise<string | undefined>;
  /** Waits for what was asked before. Idempotent. */
  close(): Promise<void>;
}
