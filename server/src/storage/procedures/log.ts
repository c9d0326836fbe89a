import { AppError } from '@plenum/shared/core/errors';
import type { Answer, LogEntry, PassingEvents } from '@plenum/shared/core/log';
import { sql } from 'kysely';
import { readAnswer, readEntry } from '../rows.ts';
import type { LogRow, SlipRow, SnapshotRow } from '../schema.ts';
import { addSlips, emptyBoxes } from './boxes.ts';
import { entriesAfter, isOneOf, lastSeq } from './entries.ts';
import { type AboutRoom, type Database, ownersChange, question, readOr } from './procedure.ts';
import { readUpTo } from './readers.ts';

/** The rows of one INSERT: eleven columns each, far below the bound on parameters of both databases. */
const rowsPerInsert = 500;

/** Rows are built before the call, so that the calling thread reports a payload that is not JSON. */
type Addition = AboutRoom & {
  readonly rows: readonly LogRow[];
  readonly slips: readonly SlipRow[];
  /** The boxes whose slips are deleted. */
  readonly emptied: readonly string[];
};

type PageOf = AboutRoom & {
  readonly after: number;
  readonly limit: number;
};

type Range = AboutRoom & {
  readonly after: number;
  readonly upTo: number;
  readonly passing: readonly PassingEvents[];
};

/** The bytes of a row; `server/src/room/weight.ts` uses the same formula before there is a row. */
const rowBytes = sql<number>`200 + octet_length(payload) + coalesce(octet_length("to"), 0) + coalesce(octet_length(reply), 0)`;

type Forgetting = AboutRoom & {
  /** The entries that go. */
  readonly gone: readonly number[];
  /** The state at the end of the log, in which their effect is but not their content. */
  readonly snapshot: SnapshotRow;
};

/** The logs of rooms. */
export const log = {
  append: ownersChange(append, ({ emptied }) => (emptied.length > 0 ? 'left' : undefined)),

  /** At most `limit` entries; fewer mean the end of the log. */
  read: question(async (database, { room, after, limit }: PageOf, onUnreadable): Promise<LogEntry[]> => {
    const entries: LogEntry[] = [];
    let from = after;
    // Reads on when unreadable rows leave the page short, because callers take an empty page for the end.
    while (entries.length < limit) {
      const wanted = limit - entries.length;
      const rows = await entriesAfter(database, room, from).limit(wanted).execute();
      for (const row of rows) {
        const entry = readOr(onUnreadable, room, row.seq, () => readEntry(row));
        if (entry) entries.push(entry);
      }
      from = rows.at(-1)?.seq ?? from;
      if (rows.length < wanted) break;
    }
    return entries;
  }),

  lastSeq: question((database, { room }: AboutRoom) => lastSeq(database, room)),

  /** Searches from the newest entry on, because callers ask for a number near the end. */
  seqBefore: question(async (database, { room, time }: AboutRoom & { readonly time: number }): Promise<number> => {
    const row = await database
      .selectFrom('log')
      .select('seq')
      .where('room', '=', room)
      .where('at', '<', time)
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    return row?.seq ?? 0;
  }),

  answers: question(
    async (database, { room, after, limit }: PageOf, onUnreadable): Promise<{ answers: Answer[]; next?: number }> => {
      const answered = entriesAfter(database, room, after).where('key', 'is not', null).limit(limit);
      const rows = await answered.execute();
      const answers = rows.flatMap((row) => readOr(onUnreadable, room, row.seq, () => readAnswer(row)) ?? []);
      const next = rows.length < limit ? undefined : rows.at(-1)?.seq;
      return { answers, ...(next !== undefined && { next }) };
    },
  ),

  bytes: question(async (database, { room }: AboutRoom): Promise<number> => {
    const row = await database
      .selectFrom('log')
      .select(sql<number | string | null>`sum(${rowBytes})`.as('bytes'))
      .where('room', '=', room)
      .executeTakeFirst();
    // PostgreSQL returns the sum of a wider type as text.
    return Number(row?.bytes ?? 0);
  }),

  /**
   * Deletes passing events from a part of the log, but none that a durable reader wants and has not read. Returns the
   * number up to which it came (`upTo`) and the deleted `bytes`.
   */
  compact: ownersChange(
    async (database, { room, after, upTo, passing }: Range): Promise<{ upTo: number; bytes: number }> => {
      if (passing.length === 0) return { upTo, bytes: 0 };
      const reached = Math.max(after, Math.min(upTo, await readUpTo(database, room, passing)));
      const inRange = database.deleteFrom('log').where('room', '=', room).where('seq', '>', after);
      const gone = inRange.where('seq', '<=', reached).where(isOneOf(passing)).returning(rowBytes.as('bytes'));
      const rows = await gone.execute();
      return { upTo: reached, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
    },
  ),

  /**
   * Takes entries out of a log for good, and puts one snapshot in place of the earlier ones. The last entry keeps its number, so
   * that the log goes on, and has no content. Durable readers must have read it. @throws AppError `conflict` when the log is longer
   */
  forget: ownersChange(
    async (database, { room, gone, snapshot }: Forgetting): Promise<void> => {
      if ((await lastSeq(database, room)) !== snapshot.seq) {
        throw new AppError('conflict', 'The log of the room went on meanwhile. Try again.');
      }
      for (let start = 0; start < gone.length; start += rowsPerInsert) {
        const some = gone.slice(start, start + rowsPerInsert).filter((seq) => seq !== snapshot.seq);
        if (some.length === 0) continue;
        await database.deleteFrom('log').where('room', '=', room).where('seq', 'in', some).execute();
      }
      if (gone.includes(snapshot.seq)) {
        // No feature has this name: readers pass it by, like an entry of a feature that was removed.
        const blank = { feature: '-', event: 'erased', version: null, payload: '{}', by: null, to: null };
        const last = database.updateTable('log').set({ ...blank, key: null, reply: null });
        await last.where('room', '=', room).where('seq', '=', snapshot.seq).execute();
      }
      await database.deleteFrom('snapshots').where('room', '=', room).execute();
      await database.insertInto('snapshots').values(snapshot).execute();
    },
    () => 'removed',
  ),

  /** Deletes some of a room's oldest entries; returns how many, 0 at the end. */
  erase: ownersChange(async (database, { room, limit }: AboutRoom & { readonly limit: number }): Promise<number> => {
    const first = await entriesAfter(database, room, Number.MIN_SAFE_INTEGER).limit(1).executeTakeFirst();
    if (!first) return 0;
    const oldest = database
      .deleteFrom('log')
      .where('room', '=', room)
      .where('seq', '<', first.seq + limit);
    return Number((await oldest.executeTakeFirst()).numDeletedRows);
  }),
};

async function append(database: Database, { room, rows, slips, emptied }: Addition): Promise<void> {
  const first = rows[0]?.seq ?? 0;
  if (rows.some((row, index) => row.seq !== first + index)) {
    throw new AppError('conflict', `Entries for room ${room} have a gap.`);
  }
  const last = await lastSeq(database, room);
  if (first !== last + 1) {
    if (await isTail(database, rows, last)) return;
    throw new AppError('conflict', `The log of room ${room} ends at ${last}; entries from ${first} do not follow.`);
  }
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const some = rows.slice(start, start + rowsPerInsert);
    await database.insertInto('log').values(some).execute();
  }
  await addSlips(database, slips);
  await emptyBoxes(database, room, emptied);
}

/**
 * True when the log already ends with these entries: a retry whose first answer was lost, because a connection broke after
 * the commit. Another writer's entries differ in their content or time.
 */
async function isTail(database: Database, rows: readonly LogRow[], last: number): Promise<boolean> {
  const [first] = rows;
  if (!first || rows.at(-1)?.seq !== last) return false;
  const stored = await entriesAfter(database, first.room, first.seq - 1).execute();
  return stored.length === rows.length && stored.every((row, index) => isSame(row, rows[index]));
}

const columns = ['room', 'seq', 'at', 'feature', 'event', 'version', 'payload', 'by', 'to', 'key', 'reply'] as const;

function isSame(left: LogRow, right: LogRow | undefined): boolean {
  return right !== undefined && columns.every((column) => left[column] === right[column]);
}
