/** One row a room. Times are epoch milliseconds; `empty_since` is null while somebody is in. */
export interface RoomRow {
  id: string;
  title: string;
  host_key_hash: string;
  /** Null in rooms of before there were such keys. */
  moderator_key_hash: string | null;
  member_key_hash: string | null;
  created_at: number;
  empty_since: number | null;
  /** 1 from the moment that erasing began, so that a half-erased room can never be opened. */
  erasing: 0 | 1;
  /** The room that this one belongs to; null for a meeting of its own. */
  parent: string | null;
}

/** One row a durable event. `payload`, `to` and `reply` are JSON. */
export interface LogRow {
  room: string;
  seq: number;
  at: number;
  feature: string;
  event: string;
  /** Of the event; null for the first. */
  version: number | null;
  payload: string;
  by: string | null;
  to: string | null;
  key: string | null;
  reply: string | null;
}

/** One value in a box of a room. `id` is random, `value` is JSON. */
export interface SlipRow {
  room: string;
  box: string;
  id: string;
  value: string;
}

/** One of the two newest snapshots of a room; `states` is JSON. */
export interface SnapshotRow {
  room: string;
  seq: number;
  states: string;
  /** How much of the log there was; null in snapshots of before it was counted. */
  log_bytes: number | null;
  compacted: number | null;
  whole: number | null;
  /** By feature, as JSON, the version of its state; null when all are the first. */
  versions: string | null;
}

/** A reader of the log that remembers; `wants` is JSON. */
interface ReaderRow {
  name: string;
  wants: string;
}

/** How far a reader has read in a room; without a row it has read nothing. */
interface CursorRow {
  room: string;
  reader: string;
  seq: number;
}

/** The tables, the same on SQLite and PostgreSQL; `migrations/` makes them. */
export interface Tables {
  rooms: RoomRow;
  log: LogRow;
  slips: SlipRow;
  snapshots: SnapshotRow;
  readers: ReaderRow;
  cursors: CursorRow;
  secrets: { name: string; value: string };
  /** One row, written by the readiness check to see that writing works. */
  probe: { id: number; at: number };
}

export type Dialect = 'sqlite' | 'postgres';
