import type { RoomId } from '@plenum/shared/core/ids';
import type { Answer, BoxChanges, LogEntry, PassingEvents, RoomRecord, Snapshot } from '@plenum/shared/core/log';
import type { Call } from './DatabasePort.ts';
import type { LibraryDatabase } from './portQueries.ts';
import type { Calls, Questions } from './Questions.ts';

export type { Call } from './DatabasePort.ts';
export type { FileStore } from './files/FileStore.ts';
export type { PlanGuestRow } from './recordRows.ts';
export type { AccountRow, LetterRow } from './schema.ts';
export type { LibraryDatabase };

/**
 * All that Plenum stores except files, on SQLite or PostgreSQL; `storeSuite.ts` tests both. Calls about one room take
 * effect in the order in which they were made. Every call may throw AppError `unavailable`, and `closed` after `close`.
 */
export interface Store {
  /** Every procedure of `procedures/`, by area; the methods below are the forms that rooms use. */
  readonly ask: Questions;
  /** The same procedures as calls for `together`. */
  readonly calls: Calls;
  /** Runs calls in order in one transaction: when one fails, none takes effect, and its error is thrown. */
  together(calls: readonly Call[]): Promise<void>;

  /** @throws AppError `conflict` when the id is taken */
  createRoom(room: RoomRecord): Promise<void>;
  /** Also undefined when the stored record cannot be read, which is reported. */
  findRoom(id: RoomId): Promise<RoomRecord | undefined>;
  /** The ancestor of a room without a parent: the room itself when it has none. */
  rootOf(id: RoomId): Promise<RoomId>;
  /** The rooms with this one as their parent, open or closed; half-erased ones too. */
  childrenOf(id: RoomId): Promise<RoomId[]>;
  /** The rooms that had members when the server last wrote: they are opened at the start. */
  occupiedRooms(): Promise<RoomId[]>;
  /**
   * `emptySince` is epoch ms; undefined means that the room has members. A new room is empty. Does nothing for an unknown
   * room.
   */
  markRoom(id: RoomId, emptySince: number | undefined): Promise<void>;
  /**
   * The rooms empty since before `time` (epoch ms), for the retention sweep, and rooms whose erasure was interrupted. A
   * child is kept as long as its parent.
   */
  roomsEmptySince(time: number): Promise<RoomId[]>;
  /**
   * Erases a room with its log and boxes, so that no trace stays in the file. From the beginning of the erasure, the room
   * cannot be found. SQLite: in a file above 16 MiB, the last traces are removed when no room is occupied, or at the next
   * start. PostgreSQL: the database server decides when it overwrites deleted rows.
   * @throws AppError `unavailable` also when the room is erased but another program keeps traces in the file for now
   */
  eraseRoom(id: RoomId): Promise<void>;

  /**
   * Appends in one transaction and resolves when the entries survive a power cut. The last entries of the log may be
   * appended again unchanged, so a retry after a lost answer is safe.
   * @throws AppError `conflict` when the first entry is not the log's next, or the entries have a gap
   * @throws AppError `invalid` when a payload or reply is not JSON, `notFound` when there is no such room
   * @throws AppError `unavailable` when nothing was written, or when the connection broke and the result is unknown
   */
  append(room: RoomId, entries: readonly LogEntry[], boxes?: BoxChanges): Promise<void>;
  /**
   * The values in a box, in a random order; unreadable ones are skipped and reported. SQLite: the traces of an emptied box
   * are removed from the file like those of an erased room. While a box is in use, the bytes of the file and of its
   * write-ahead log, and in PostgreSQL the rows' system columns, may still reveal the order of the values.
   */
  readBox(room: RoomId, box: string): Promise<unknown[]>;
  /** Entries with a sequence number above `after`, in order, at most `limit`; unreadable rows are skipped and reported. */
  read(room: RoomId, after: number, limit: number): Promise<LogEntry[]>;
  /** The number of the log's last entry, readable or not; 0 when the log is empty. The next append continues from it. */
  lastSeq(room: RoomId): Promise<number>;
  /** The number of the last entry from before `time` (epoch ms); 0 when there is none. */
  seqBefore(room: RoomId, time: number): Promise<number>;
  /**
   * A page of the replies to commands with a key, from entries above `after`; `next` is the start of the next page when
   * there may be more. Unreadable rows are skipped and reported.
   */
  readAnswers(
    room: RoomId,
    after: number,
    limit: number,
  ): Promise<{ readonly answers: Answer[]; readonly next?: number }>;
  /** The bytes of all entries of a room, counted anew: reads the whole log. */
  logBytes(room: RoomId): Promise<number>;
  /**
   * Deletes passing events above `after` up to and including `upTo`, which must be below the last entry, but none that a
   * durable reader wants and has not read. Returns the number up to which it came and the bytes that it deleted. The
   * numbers of entries stay: an append continues from the last one. SQLite: the file keeps its size and uses the space
   * again.
   */
  compact(
    room: RoomId,
    range: { readonly after: number; readonly upTo: number },
    passing: readonly PassingEvents[],
  ): Promise<{ readonly upTo: number; readonly bytes: number }>;
  /**
   * Takes entries out of a log for good, and puts one snapshot, at the end of the log, in place of the earlier ones. Nothing of
   * them stays in the file, as with `eraseRoom`. @throws AppError `conflict` when the log has gone on
   */
  forgetEntries(room: RoomId, gone: readonly number[], snapshot: Snapshot): Promise<void>;
  /** Stores a snapshot and keeps the two newest of a room. Returns the bytes of this one. */
  saveSnapshot(room: RoomId, snapshot: Snapshot): Promise<number>;
  /**
   * The newest snapshot, below a sequence number when one is given. A snapshot that cannot be read, or that is ahead of the
   * log, is reported and skipped.
   */
  loadSnapshot(room: RoomId, below?: number): Promise<Snapshot | undefined>;

  /** This database for the library for signing in, which makes its own statements (decision 0130). */
  libraryDatabase(): LibraryDatabase;
  /** A secret for signing tokens, created at the first start; base64url. */
  secret(name: string): Promise<string>;
  /** True when a write succeeds now; for the readiness check. */
  healthy(): Promise<boolean>;
  /**
   * Checks all stored data while it is in use. Returns the damage in the database's words, or undefined. Does nothing on
   * PostgreSQL, which checks its pages by checksums when it reads them, and has its own tools (`pg_amcheck`) for the rest.
   */
  inspect(): Promise<string | undefined>;
  /** Waits for all earlier calls. Idempotent. */
  close(): Promise<void>;
}
