import type { EventMeta } from '@plenum/shared/core/reducer';
import type { Answer, BoxChanges, LogEntry, PassingEvents, Snapshot } from '@plenum/shared/core/log';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Goodbye, Refresh, Welcome } from '@plenum/shared/core/wire';

/** The clock that a room lives by, so that tests can turn it. */
export interface Clock {
  /** Epoch milliseconds, for what people read. */
  now(): number;
  /** Milliseconds that only go forward, for limits and durations. */
  monotonic(): number;
  /** Calls back once after `ms`, by a monotonic clock; the answer cancels. */
  after(ms: number, callback: () => void): () => void;
}

/** The room's durable memory. `append` resolves only when the entries survive a power cut. */
export interface RoomLog {
  /**
   * Entries and what happens to boxes are one commit; appended again, the same entries drop nothing a second time.
   * @throws AppError `conflict` when the first entry is not the log's next (somebody else writes to this room)
   * @throws AppError `unavailable` when nothing was written
   */
  append(room: RoomId, entries: readonly LogEntry[], boxes?: BoxChanges): Promise<void>;
  /** Entries with a sequence number above `after`, in order, at most `limit`. */
  read(room: RoomId, after: number, limit: number): Promise<LogEntry[]>;
  /** The values in a box, in no order that tells anything. */
  readBox(room: RoomId, box: string): Promise<unknown[]>;
  /** The sequence number of the last entry, readable or not; 0 when there is none. */
  lastSeq(room: RoomId): Promise<number>;
  /** The number of the last entry from before `time` (epoch ms), 0 when there is none. */
  seqBefore(room: RoomId, time: number): Promise<number>;
  /** A page of what commands with a key were told, from entries above `after`; `next` when there may be more. */
  readAnswers(
    room: RoomId,
    after: number,
    limit: number,
  ): Promise<{ readonly answers: Answer[]; readonly next?: number }>;
  /** What all entries weigh, counted anew. */
  logBytes(room: RoomId): Promise<number>;
  /**
   * Removes passing events above `after` up to and with `upTo`, never the last entry, and none that a reader of the log still
   * waits for: the answer says up to where it went, and what they weighed.
   */
  compact(
    room: RoomId,
    range: { readonly after: number; readonly upTo: number },
    passing: readonly PassingEvents[],
  ): Promise<{ readonly upTo: number; readonly bytes: number }>;
  /** Keeps the two newest. The answer is its size in bytes. */
  saveSnapshot(room: RoomId, snapshot: Snapshot): Promise<number>;
  /** The newest that can be read, of those below a sequence number when one is given. */
  loadSnapshot(room: RoomId, below?: number): Promise<Snapshot | undefined>;
}

/** One event on its way to members; volatile ones have no `meta`. */
export interface Frame {
  readonly name: string;
  readonly payload: unknown;
  readonly meta?: EventMeta;
}

/** What a line must know before it can follow the room. */
export type CatchUp = Pick<Welcome, 'me' | 'waiting' | 'seq' | 'catchUp'>;

/** The socket of one member, as the room sees it. */
export interface Line {
  /** Comes before every frame: nothing is told twice and nothing between. */
  welcome(catchUp: CatchUp): void;
  send(frame: Frame): void;
  /** Other ids come before the frames of the commit that makes them necessary, other views after them. */
  refresh(refresh: Refresh): void;
  close(reason: Goodbye['reason']): void;
}

/** How a line ended: by itself, or because the page said that it goes away. */
export type Loss = 'cut' | 'parting';

/** Sends one frame to many lines at the price of encoding it once. */
export interface Channel {
  add(line: Line): void;
  remove(line: Line): void;
  /** To every line that was added, or to these, added or not. */
  send(frame: Frame, to?: readonly Line[]): void;
}

/** A reader of the committed log: called in order, after the commit, once for each batch. */
export type LogReader = (room: RoomId, entries: readonly LogEntry[]) => void;

/** Where a room says what an operator should know. */
export interface RoomReport {
  /** An unexpected error; the answer is the id that the log line carries. */
  failed(room: RoomId, what: string, error: unknown): string;
}
