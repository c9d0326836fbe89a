import { randomBytes } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import { CommandKey, MemberId, RoomId, SpaceId } from '@plenum/shared/core/ids';
import {
  type Answer,
  type BoxChanges,
  type LogEntry,
  payloadText,
  type RoomRecord,
  type Snapshot,
} from '@plenum/shared/core/log';
import * as z from 'zod/mini';
import type { LogRow, RoomRow, SlipRow, SnapshotRow } from './schema.ts';

// Stored data is parsed when it is read: an older version, a bug or an operator may have written it.
const name = z.string().check(z.minLength(1));
const StoredRoom = z.object({
  id: RoomId,
  title: z.string(),
  host_key_hash: name,
  moderator_key_hash: z.nullable(name),
  member_key_hash: z.nullable(name),
  created_at: z.int(),
  parent: z.nullable(RoomId),
  space: z.nullable(SpaceId),
});
const StoredEntry = z.object({
  seq: z.int().check(z.minimum(1)),
  at: z.int(),
  feature: name,
  event: name,
  version: z.nullable(z.int().check(z.minimum(2))),
  payload: z.string(),
  by: z.nullable(MemberId),
  to: z.nullable(z.string()),
  key: z.nullable(CommandKey),
  reply: z.nullable(z.string()),
});
const count = z.nullable(z.int().check(z.minimum(0)));
const StoredAnswer = z.object({
  at: z.int(),
  by: z.nullable(MemberId),
  key: CommandKey,
  reply: z.nullable(z.string()),
});
const StoredSnapshot = z.object({
  seq: z.int().check(z.minimum(0)),
  states: z.string(),
  log_bytes: count,
  compacted: count,
  whole: count,
  versions: z.nullable(z.string()),
});
const Versions = z.record(z.string(), z.int().check(z.minimum(1)));
const To = z.array(MemberId);
const States = z.record(z.string(), z.unknown());

/** The row of a room; a new room is empty until a member is in it. */
export function roomRow({ id, title, createdAt, parent, space, ...hashes }: RoomRecord): RoomRow {
  return {
    id,
    title,
    host_key_hash: hashes.hostKeyHash,
    moderator_key_hash: hashes.moderatorKeyHash ?? null,
    member_key_hash: hashes.memberKeyHash ?? null,
    created_at: createdAt,
    empty_since: createdAt,
    erasing: 0,
    parent: parent ?? null,
    space: space ?? null,
    kept: null,
  };
}

/** @throws AppError `invalid` when the payload or the reply is not JSON */
export function logRow(room: RoomId, entry: LogEntry): LogRow {
  const { seq, at, feature, event, version, by, to, key, reply } = entry;
  const what = `${feature}:${event}`;
  return {
    room,
    seq,
    at,
    feature,
    event,
    version: version ?? null,
    payload: textOr(() => payloadText(entry), what),
    by: by ?? null,
    to: to ? json(to, what) : null,
    key: key ?? null,
    reply: reply === undefined ? null : json(reply, what),
  };
}

/** The rows of slips in the order of their random ids, so that the file does not reveal which came first. */
export function slipRows(room: RoomId, { dropped }: BoxChanges): SlipRow[] {
  const rows = dropped.map(({ box, value }) => ({
    room,
    box,
    id: randomBytes(16).toString('base64url'),
    value: json(value, `box ${box}`),
  }));
  return rows.sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** @throws AppError `invalid` when a state is not JSON */
export function snapshotRow(room: RoomId, { seq, states, versions, log }: Snapshot): SnapshotRow {
  return {
    room,
    seq,
    states: json(states, 'a snapshot'),
    log_bytes: log?.bytes ?? null,
    compacted: log?.compacted ?? null,
    whole: log?.whole ?? null,
    versions: versions ? json(versions, 'a snapshot') : null,
  };
}

/** @throws Error when the row cannot be read */
export function readRoom(value: unknown): RoomRecord {
  const { id, title, host_key_hash, moderator_key_hash, member_key_hash, created_at, parent, space } =
    StoredRoom.parse(value);
  return {
    id,
    title,
    hostKeyHash: host_key_hash,
    ...(moderator_key_hash !== null && { moderatorKeyHash: moderator_key_hash }),
    ...(member_key_hash !== null && { memberKeyHash: member_key_hash }),
    createdAt: created_at,
    ...(parent !== null && { parent }),
    ...(space !== null && { space }),
  };
}

/** @throws Error when the row cannot be read */
export function readEntry(value: unknown): LogEntry {
  const { seq, at, feature, event, version, payload, by, to, key, reply } = StoredEntry.parse(value);
  return {
    seq,
    at,
    feature,
    event,
    ...(version !== null && { version }),
    payload: JSON.parse(payload),
    ...(by !== null && { by }),
    ...(to !== null && { to: To.parse(JSON.parse(to)) }),
    ...(key !== null && { key }),
    ...(reply !== null && { reply: JSON.parse(reply) }),
  };
}

/** The stored reply to a command. @throws Error when the row cannot be read */
export function readAnswer(value: unknown): Answer {
  const { at, by, key, reply } = StoredAnswer.parse(value);
  return { at, key, ...(by !== null && { by }), ...(reply !== null && { reply: JSON.parse(reply) }) };
}

/** @throws Error when the row cannot be read */
export function readSnapshot(value: unknown): Snapshot {
  const { seq, states, versions, log_bytes: bytes, compacted, whole } = StoredSnapshot.parse(value);
  const isCounted = bytes !== null && compacted !== null && whole !== null;
  return {
    seq,
    states: States.parse(JSON.parse(states)),
    ...(versions !== null && { versions: Versions.parse(JSON.parse(versions)) }),
    ...(isCounted && { log: { bytes, compacted, whole } }),
  };
}

function json(value: unknown, what: string): string {
  return textOr(() => JSON.stringify(value), what);
}

function textOr(make: () => string | undefined, what: string): string {
  let text: string | undefined;
  try {
    text = make();
  } catch {
    // A circle or a BigInt: the error below covers it.
  }
  if (text === undefined) throw new AppError('invalid', `The content of ${what} is not JSON.`);
  return text;
}
