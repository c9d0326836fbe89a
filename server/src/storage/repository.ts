import { AppError, assertNever } from '@plenum/shared/core/errors';
import { type Kysely, sql } from 'kysely';
import type { Ask } from './Desk.ts';
import type { LogRow, SlipRow, SnapshotRow, Tables } from './schema.ts';

type Database = Kysely<Tables>;

/** Rows of one INSERT: eleven columns each, far below the parameters that either database takes. */
const rowsPerInsert = 500;

/** Answers one ask on either database. `append` must be given a transaction. */
export async function answer(db: Database, ask: Ask): Promise<unknown> {
  switch (ask.op) {
    case 'createRoom':
      return void (await db.insertInto('rooms').values(ask.row).execute());
    case 'findRoom':
      return db.selectFrom('rooms').selectAll().where('id', '=', ask.room).where('erasing', '=', 0).executeTakeFirst();
    case 'occupiedRooms':
      return occupiedRooms(db);
    case 'childrenOf':
      return childrenOf(db, ask.room);
    case 'markRoom':
      return void (await db
        .updateTable('rooms')
        .set('empty_since', ask.emptySince)
        .where('id', '=', ask.room)
        .execute());
    case 'roomsEmptySince':
      return roomsEmptySince(db, ask.time);
    case 'hideRoom':
      return hideRoom(db, ask.room);
    case 'eraseEntries':
      return eraseEntries(db, ask.room, ask.limit);
    case 'eraseRoom':
      return void (await db.deleteFrom('rooms').where('id', '=', ask.room).execute());
    case 'append':
      return append(db, ask);
    case 'read':
      return entriesAfter(db, ask.room, ask.after).limit(ask.limit).execute();
    case 'readBox':
      return readBox(db, ask.room, ask.box);
    case 'lastSeq':
      return lastSeq(db, ask.room);
    case 'saveSnapshot':
      return saveSnapshot(db, ask.row);
    case 'loadSnapshot':
      return db
        .selectFrom('snapshots')
        .selectAll()
        .where('room', '=', ask.room)
        .where('seq', '<', ask.below)
        .orderBy('seq', 'desc')
        .executeTakeFirst();
    case 'seqBefore':
      return seqBefore(db, ask.room, ask.time);
    case 'readReplies':
      return entriesAfter(db, ask.room, ask.after).where('key', 'is not', null).limit(ask.limit).execute();
    case 'logBytes':
      return logBytes(db, ask.room);
    case 'compact':
      return compact(db, ask);
    case 'secret':
      return secret(db, ask.name, ask.candidate);
    case 'probe':
      return probe(db, ask.at);
    default:
      return assertNever(ask);
  }
}

async function occupiedRooms(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('rooms')
    .select('id')
    .where('empty_since', 'is', null)
    .where('erasing', '=', 0)
    .execute();
  return rows.map(({ id }) => id);
}

async function childrenOf(db: Database, parent: string): Promise<string[]> {
  const rows = await db.selectFrom('rooms').select('id').where('parent', '=', parent).execute();
  return rows.map(({ id }) => id);
}

/** Rooms whose erasing was cut short count too, so that the next sweep ends it. */
async function roomsEmptySince(db: Database, time: number): Promise<string[]> {
  const rows = await db
    .selectFrom('rooms')
    .select('id')
    .where((is) => {
      const isOld = is.and([is('empty_since', '<', time), is('parent', 'is', null)]);
      return is.or([isOld, is('erasing', '=', 1)]);
    })
    .execute();
  return rows.map(({ id }) => id);
}

async function hideRoom(db: Database, room: string): Promise<void> {
  await db.updateTable('rooms').set('erasing', 1).where('id', '=', room).execute();
  await db.deleteFrom('snapshots').where('room', '=', room).execute();
}

/** Removes some of a room's oldest entries; the answer is how many, 0 at the end. */
async function eraseEntries(db: Database, room: string, limit: number): Promise<number> {
  const first = await entriesAfter(db, room, Number.MIN_SAFE_INTEGER).limit(1).executeTakeFirst();
  if (!first) return 0;
  const below = first.seq + limit;
  const erased = await db.deleteFrom('log').where('room', '=', room).where('seq', '<', below).executeTakeFirst();
  return Number(erased.numDeletedRows);
}

function entriesAfter(db: Database, room: string, after: number) {
  return db.selectFrom('log').selectAll().where('room', '=', room).where('seq', '>', after).orderBy('seq');
}

async function lastSeq(db: Database, room: string): Promise<number> {
  const row = await db
    .selectFrom('log')
    .select((is) => is.fn.max('seq').as('last'))
    .where('room', '=', room)
    .executeTakeFirst();
  return row?.last ?? 0;
}

async function append(db: Database, { room, rows, slips, emptied }: Extract<Ask, { op: 'append' }>): Promise<void> {
  const first = rows[0]?.seq ?? 0;
  if (rows.some((row, index) => row.seq !== first + index)) {
    throw new AppError('conflict', `Entries for room ${room} have a gap.`);
  }
  const last = await lastSeq(db, room);
  if (first !== last + 1) {
    if (await isTail(db, rows, last)) return;
    throw new AppError('conflict', `The log of room ${room} ends at ${last}; entries from ${first} do not follow.`);
  }
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    await db
      .insertInto('log')
      .values(rows.slice(start, start + rowsPerInsert))
      .execute();
  }
  await addSlips(db, slips);
  if (emptied.length > 0) await db.deleteFrom('slips').where('room', '=', room).where('box', 'in', emptied).execute();
}

async function addSlips(db: Database, slips: readonly SlipRow[]): Promise<void> {
  for (let start = 0; start < slips.length; start += rowsPerInsert) {
    await db
      .insertInto('slips')
      .values(slips.slice(start, start + rowsPerInsert))
      .execute();
  }
}

async function readBox(db: Database, room: string, box: string): Promise<string[]> {
  const rows = await db
    .selectFrom('slips')
    .select('value')
    .where('room', '=', room)
    .where('box', '=', box)
    .orderBy('id')
    .execute();
  return rows.map(({ value }) => value);
}

/**
 * True when the log already ends with these very entries: a retry whose first answer was lost, because a connection
 * broke after the commit. Another writer's entries differ in what they say or when.
 */
async function isTail(db: Database, rows: readonly LogRow[], last: number): Promise<boolean> {
  const [first] = rows;
  if (!first || rows.at(-1)?.seq !== last) return false;
  const stored = await entriesAfter(db, first.room, first.seq - 1).execute();
  return stored.length === rows.length && stored.every((row, index) => isSame(row, rows[index]));
}

const columns = ['room', 'seq', 'at', 'feature', 'event', 'version', 'payload', 'by', 'to', 'key', 'reply'] as const;

function isSame(left: LogRow, right: LogRow | undefined): boolean {
  return right !== undefined && columns.every((column) => left[column] === right[column]);
}

/** Looked for from the newest on: what is asked for lies near the end. */
async function seqBefore(db: Database, room: string, time: number): Promise<number> {
  const row = await db
    .selectFrom('log')
    .select('seq')
    .where('room', '=', room)
    .where('at', '<', time)
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** What a row weighs; `server/src/room/weight.ts` counts in the same way before there is a row. */
const rowBytes = sql<number>`200 + octet_length(payload) + coalesce(octet_length("to"), 0) + coalesce(octet_length(reply), 0)`;

async function logBytes(db: Database, room: string): Promise<number> {
  const row = await db
    .selectFrom('log')
    .select(sql<number | string | null>`sum(${rowBytes})`.as('bytes'))
    .where('room', '=', room)
    .executeTakeFirst();
  // PostgreSQL sums into a wider type, which comes as a text.
  return Number(row?.bytes ?? 0);
}

/** Removes passing events from a part of the log; the answer is what they weighed. */
async function compact(db: Database, { room, after, upTo, passing }: Extract<Ask, { op: 'compact' }>): Promise<number> {
  if (passing.length === 0) return 0;
  const gone = await db
    .deleteFrom('log')
    .where('room', '=', room)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .where((is) => is.or(passing.map(({ feature, events }) => is('feature', '=', feature).and('event', 'in', events))))
    .returning(rowBytes.as('bytes'))
    .execute();
  return gone.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The two newest are kept. One that claims more than the log holds is broken and goes. */
async function saveSnapshot(db: Database, row: SnapshotRow): Promise<void> {
  const { room, seq, ...rest } = row;
  const last = await lastSeq(db, room);
  await db.deleteFrom('snapshots').where('room', '=', room).where('seq', '>', last).execute();
  await db
    .insertInto('snapshots')
    .values(row)
    .onConflict((conflict) => conflict.columns(['room', 'seq']).doUpdateSet(rest))
    .execute();
  const kept = await db
    .selectFrom('snapshots')
    .select('seq')
    .where('room', '=', room)
    .orderBy('seq', 'desc')
    .limit(2)
    .execute();
  const oldest = kept.at(-1)?.seq ?? seq;
  await db.deleteFrom('snapshots').where('room', '=', room).where('seq', '<', oldest).execute();
}

async function secret(db: Database, name: string, candidate: string): Promise<unknown> {
  await db
    .insertInto('secrets')
    .values({ name, value: candidate })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}

async function probe(db: Database, at: number): Promise<void> {
  await db
    .insertInto('probe')
    .values({ id: 1, at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
    .execute();
}
