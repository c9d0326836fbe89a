import type { EventMeta } from '@plenum/shared/core/reducer';
import type { Answer, BoxChanges, LogEntry, PassingEvents, Snapshot } from '@plenum/shared/core/log';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Goodbye, Refresh, Welcome } from '@plenum/shared/core/wire';

/** The clock of a room, so that tests can set the time. */
export interface Clock {
  /** Epoch milliseconds, for times that people read. */
  now(): number;
  /** Milliseconds of a monotonic clock, for limits and durations. */
  monotonic(): number;
  /** Calls back once after `ms` of the monotonic clock; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

/** The stored log of rooms. `append` resolves only when the entries survive a power cut. */
export interface RoomLog {
  /**
   * Commits the entries and the changes of boxes together; the same entries appended again change no box a second time.
   * @throws AppError `conflict` when the first entry is not the log's next (another process writes to this room)
   * @throws AppError `unavailable` when nothing was written
   */
  append(room: RoomId, entries: readonly LogEntry[], boxes?: BoxChanges): Promise<void>;
  /** Entries with a sequence number above `after`, in order, at most `limit`. */
  read(room: RoomId, after: number, limit: number): Promise<LogEntry[]>;
  /** The values in a box, in an order that reveals nothing. */
  readBox(room: RoomId, box: string): Promise<unknown[]>;
  /** The sequence number of the last entry, readable or not; 0 when the log is empty. */
  lastSeq(room: RoomId): Promise<number>;
  /** The number of the last entry from before `time` (epoch ms), 0 when there is none. */
  seqBefore(room: RoomId, time: number): Promise<number>;
  /** A page of the replies to commands with a key, from entries above `after`; `next` when there may be more. */
  readAnswers(
    room: RoomId,
    after: number,
    limit: number,
  ): Promise<{ readonly answers: Answer[]; readonly next?: number }>;
  /** The bytes of all entries, counted anew. */
  logBytes(room: RoomId): Promise<number>;
  /**
   * Deletes passing events above `after` up to and including `upTo`, but never the last entry, and none that a durable
   * reader still needs. Returns the number up to which it came and the bytes that it deleted.
   */
  compact(
    room: RoomId,
    range: { readonly after: number; readonly upTo: number },
    passing: readonly PassingEvents[],
  ): Promise<{ readonly upTo: number; readonly bytes: number }>;
  /** Stores a snapshot and keeps the two newest. Returns its size in bytes. */
  saveSnapshot(room: RoomId, snapshot: Snapshot): Promise<number>;
  /** The newest readable snapshot, below a sequence number when one is given. */
  loadSnapshot(room: RoomId, below?: number): Promise<Snapshot | undefined>;
}

/** One event to send to members; a volatile one has no `meta`. */
export interface Frame {
  readonly name: string;
  readonly payload: unknown;
  readonly meta?: EventMeta;
}

/** What a line needs before it can follow the room. */
export type CatchUp = Pick<Welcome, 'me' | 'waiting' | 'seq' | 'catchUp'>;

/** The socket of one member, as the room sees it. */
export interface Line {
  /** Sent before every frame: no event comes twice, and none between is missing. */
  welcome(catchUp: CatchUp): void;
  send(frame: Frame): void;
  /** New ids come before the frames of the commit that makes them necessary, new views after them. */
  refresh(refresh: Refresh): void;
  close(reason: Goodbye['reason']): void;
  /** The room is on another node now, at this address of its room lines; undefined when the address is not known yet. */
  move(roomUrl: string | undefined): void;
}

/** How a line ended: `parting` when the page said that it closes, else `cut`. */
export type Loss = 'cut' | 'parting';

/** Sends one frame to many lines, and encodes it once. */
export interface Channel {
  add(line: Line): void;
  remove(line: Line): void;
  /** Sends to every line that was added, or to these, added or not. */
  send(frame: Frame, to?: readonly Line[]): void;
  /** Keeps the frames for every line until `release`, and then sends them as one message, in order. */
  hold(): void;
  release(): void;
}

/** A reader of the committed log: called in order, after the commit, once for each batch. */
export type LogReader = (room: RoomId, entries: readonly LogEntry[]) => void;

/** Takes the errors that an operator must see. */
export interface RoomReport {
  /** Logs an unexpected error; returns the id of the log line. */
  failed(room: RoomId, what: string, error: unknown): string;
}
