import type { HookTables } from './hookRows.ts';
import type { RecordTables } from './recordRows.ts';

/** One row for each room. Times are epoch milliseconds; `empty_since` is null while the room has members. */
export interface RoomRow {
  id: string;
  title: string;
  host_key_hash: string;
  /** Null in rooms that are older than these keys. */
  moderator_key_hash: string | null;
  member_key_hash: string | null;
  created_at: number;
  empty_since: number | null;
  /** 1 from the beginning of an erasure, so that a half-erased room is never opened. */
  erasing: 0 | 1;
  /** The parent of this room; null for a main meeting. */
  parent: string | null;
  /** The space that the room was opened from; null for a room without one. */
  space: string | null;
  /** 1 while the space keeps this room, however long it is empty. */
  kept: 0 | 1 | null;
}

/** One row for each durable event. `payload`, `to` and `reply` are JSON. */
export interface LogRow {
  room: string;
  seq: number;
  at: number;
  feature: string;
  event: string;
  /** The version of the event; null for the first. */
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
  /** The bytes of the log at this snapshot; null in snapshots that are older than this count. */
  log_bytes: number | null;
  compacted: number | null;
  whole: number | null;
  /** The version of each feature's state, as JSON; null when all are the first. */
  versions: string | null;
}

/** A durable reader; `wants` is JSON. */
interface ReaderRow {
  name: string;
  wants: string;
}

/** The cursor of a reader in a room; without a row the reader has read nothing. */
interface CursorRow {
  room: string;
  reader: string;
  seq: number;
}

/**
 * An account, in the columns of the library for signing in (decision 0130). On SQLite a date is an ISO text and a boolean
 * 0 or 1; on PostgreSQL they have their own types.
 */
export interface AccountRow {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean | number;
  createdAt: string | Date;
  twoFactorEnabled: boolean | number | null;
  language: string | null;
  operator: 0 | 1;
  /** 1: nobody can sign in with it. */
  disabled: 0 | 1;
}

/** A link of an e-mail, good once. `id` is the hash of its token; `details` is JSON. */
export interface AccountLinkRow {
  id: string;
  purpose: string;
  email: string;
  details: string;
  expires_at: number;
}

/** An e-mail that is not sent yet; `letter` is JSON. */
export interface LetterRow {
  id: string;
  recipient: string;
  letter: string;
  tries: number;
  due_at: number;
  expires_at: number;
}

/** How often somebody tried to sign in to one account, or from one address; `id` is a keyed hash of either. */
interface AttemptRow {
  id: string;
  count: number;
  last_at: number;
}

/** A node of a cluster. `until` is in ms of the database's clock, `place` is JSON. */
export interface NodeRow {
  name: string;
  /** The process that has this name now. */
  boot: string;
  place: string;
  version: string;
  /** 1: the node gets no new rooms. */
  cordoned: 0 | 1;
  until: number;
}

/** Who owns a family of rooms; without `node` and `boot`, the family is free. */
export interface LeaseRow {
  root: string;
  node: string | null;
  boot: string | null;
  fence: number;
}

interface OwnedRow {
  id: string;
  userId: string;
}

/** A server or program that signs people in with accounts of this one: the columns that we read. */
interface ClientTable {
  id: string;
  clientId: string;
  name: string | null;
  /** A list, as JSON. */
  redirectUris: string;
  softwareId: string | null;
  createdAt: string | Date | null;
}

/** The tables, the same on SQLite and PostgreSQL; `migrations/` makes them. */
export interface Tables extends RecordTables, HookTables {
  rooms: RoomRow;
  log: LogRow;
  slips: SlipRow;
  snapshots: SnapshotRow;
  readers: ReaderRow;
  cursors: CursorRow;
  secrets: { name: string; value: string };
  accounts: AccountRow;
  sessions: OwnedRow;
  credentials: OwnedRow & { providerId: string };
  verifications: { id: string; identifier: string; value: string; expiresAt: string | Date };
  second_factors: OwnedRow;
  passkeys: OwnedRow;
  oauth_clients: ClientTable;
  oauth_access_tokens: { id: string; clientId: string; userId: string | null };
  oauth_refresh_tokens: { id: string; clientId: string; userId: string | null };
  oauth_grants: { id: string; clientId: string; userId: string | null; scopes: string; updatedAt: string | Date };
  account_links: AccountLinkRow;
  letters: LetterRow;
  attempts: AttemptRow;
  nodes: NodeRow;
  leases: LeaseRow;
  /** One row that the readiness check writes. */
  probe: { id: number; at: number };
}

export type Dialect = 'sqlite' | 'postgres';
