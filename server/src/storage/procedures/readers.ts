import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import * as z from 'zod/mini';
import { readEntry } from '../rows.ts';
import { entriesAfter, type EventsOf, isOneOf, lastSeq } from './entries.ts';
import { type AboutRoom, change, type Database, question, readOr } from './procedure.ts';

type Wanted = AboutRoom & {
  readonly reader: string;
  readonly wants: readonly EventsOf[];
  readonly limit: number;
};

/** The unread entries of a room. */
export interface ReaderPage {
  /** The cursor of the reader. */
  readonly from: number;
  /** The cursor after these entries; unwanted entries in between are skipped. */
  readonly upTo: number;
  readonly entries: LogEntry[];
  /** True when there may be more above `upTo`. */
  readonly more: boolean;
}

type Step = AboutRoom & { readonly reader: string; readonly from: number; readonly to: number };

/** The rooms in one answer of `behind`. */
const roomsPerAnswer = 500;

const Wants = z.array(z.object({ feature: z.string(), events: z.array(z.string()) }));

/** The durable readers, and their cursors in each room. */
export const readers = {
  /** Registers a reader at its first start; it stays until a migration removes it. */
  register: change(
    async (database, input: { readonly name: string; readonly wants: readonly EventsOf[] }): Promise<void> => {
      const wants = JSON.stringify(input.wants);
      await database
        .insertInto('readers')
        .values({ name: input.name, wants })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ wants }))
        .execute();
    },
  ),

  /** The oldest unread entries that the reader wants; undefined when the room does not exist, or is being erased. */
  page: question(
    async (database, { reader, room, wants, limit }: Wanted, onUnreadable): Promise<ReaderPage | undefined> => {
      const found = database.selectFrom('rooms').select('id').where('id', '=', room).where('erasing', '=', 0);
      if (!(await found.executeTakeFirst())) return undefined;
      const from = await cursorOf(database, reader, room);
      // Read first: an entry that is committed after this belongs to the next page.
      const last = await lastSeq(database, room);
      const wanted = entriesAfter(database, room, from).where('seq', '<=', last).where(isOneOf(wants));
      const rows = await wanted.limit(limit).execute();
      const more = rows.length === limit;
      const upTo = (more ? rows.at(-1)?.seq : undefined) ?? Math.max(from, last);
      const entries = rows.flatMap((row) => readOr(onUnreadable, room, row.seq, () => readEntry(row)) ?? []);
      return { from, upTo, entries, more };
    },
  ),

  /**
   * Moves a reader's cursor, in one transaction with the reader's own writes.
   * @throws AppError `conflict` when the cursor is not at `from`, or the room does not exist
   */
  move: change(async (database, { reader, room, from, to }: Step): Promise<void> => {
    const isMoved =
      from === 0 ? await begin(database, { reader, room, to }) : await goOn(database, { reader, room, from, to });
    if (!isMoved) throw new AppError('conflict', `The reader ${reader} is not at ${from} in room ${room}.`);
  }),

  /** The rooms with unread entries, in the order of their ids, above `after`; `next` when there may be more. */
  behind: question(
    async (
      database,
      { reader, after }: { readonly reader: string; readonly after: string },
    ): Promise<{ rooms: RoomId[]; next?: string }> => {
      const looked = database
        .selectFrom('rooms')
        .select('id')
        .where('id', '>', after)
        .orderBy('id')
        .limit(roomsPerAnswer);
      const ids = await looked.execute();
      const last = ids.at(-1)?.id;
      if (last === undefined) return { rooms: [] };
      const rows = await database
        .selectFrom('rooms')
        .leftJoin('cursors', (join) => join.onRef('cursors.room', '=', 'rooms.id').on('cursors.reader', '=', reader))
        .select('rooms.id')
        .where('rooms.id', '>', after)
        .where('rooms.id', '<=', last)
        .where('rooms.erasing', '=', 0)
        .where((is) => {
          const entries = is.selectFrom('log').select('log.seq').whereRef('log.room', '=', 'rooms.id');
          return is.exists(entries.where((its) => its('log.seq', '>', its.fn.coalesce('cursors.seq', its.lit(0)))));
        })
        .orderBy('rooms.id')
        .execute();
      const rooms = rows.map(({ id }) => id);
      return { rooms, ...(ids.length === roomsPerAnswer && { next: last }) };
    },
  ),
};

async function cursorOf(database: Database, reader: string, room: string): Promise<number> {
  const cursor = database.selectFrom('cursors').select('seq').where('room', '=', room).where('reader', '=', reader);
  return (await cursor.executeTakeFirst())?.seq ?? 0;
}

async function begin(database: Database, { reader, room, to }: Omit<Step, 'from'>): Promise<boolean> {
  const first = database.insertInto('cursors').values({ reader, room, seq: to });
  const { numInsertedOrUpdatedRows } = await first.onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function goOn(database: Database, { reader, room, from, to }: Step): Promise<boolean> {
  const cursor = database.updateTable('cursors').set('seq', to).where('room', '=', room).where('reader', '=', reader);
  return (await cursor.where('seq', '=', from).executeTakeFirst()).numUpdatedRows === 1n;
}

/** The number up to which all readers that want any of these events have read a room. */
export async function readUpTo(database: Database, room: string, events: readonly EventsOf[]): Promise<number> {
  const rows = await database
    .selectFrom('readers')
    .leftJoin('cursors', (join) => join.onRef('cursors.reader', '=', 'readers.name').on('cursors.room', '=', room))
    .select(['readers.wants', 'cursors.seq'])
    .execute();
  const cursors = rows.flatMap(({ wants, seq }) => (wantsAny(wants, events) ? [seq ?? 0] : []));
  return Math.min(Number.MAX_SAFE_INTEGER, ...cursors);
}

function wantsAny(stored: string, events: readonly EventsOf[]): boolean {
  const wants = Wants.parse(JSON.parse(stored));
  return wants.some((wanted) =>
    events.some((one) => one.feature === wanted.feature && one.events.some((event) => wanted.events.includes(event))),
  );
}
