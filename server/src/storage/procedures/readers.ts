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

/** What a reader has not read of a room. */
export interface ReaderPage {
  /** Where the reader stands. */
  readonly from: number;
  /** Where it stands once it has handled these entries; what it does not want is passed over. */
  readonly upTo: number;
  readonly entries: LogEntry[];
  /** True when there may be more above `upTo`. */
  readonly more: boolean;
}

type Step = AboutRoom & { readonly reader: string; readonly from: number; readonly to: number };

/** Rooms that one look goes through. */
const roomsPerLook = 500;

const Wants = z.array(z.object({ feature: z.string(), events: z.array(z.string()) }));

/** Readers of the log that remember: how far each has read in each room. */
export const readers = {
  /** A reader is there from its first start on, until a migration removes it. */
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

  /** The oldest entries that a reader has not read and wants; undefined when there is no such room, or it is being erased. */
  page: question(
    async (database, { reader, room, wants, limit }: Wanted, onPoisoned): Promise<ReaderPage | undefined> => {
      const found = database.selectFrom('rooms').select('id').where('id', '=', room).where('erasing', '=', 0);
      if (!(await found.executeTakeFirst())) return undefined;
      const from = await cursorOf(database, reader, room);
      // First of all: what is committed after this is for the next page.
      const last = await lastSeq(database, room);
      const wanted = entriesAfter(database, room, from).where('seq', '<=', last).where(isOneOf(wants));
      const rows = await wanted.limit(limit).execute();
      const more = rows.length === limit;
      const upTo = (more ? rows.at(-1)?.seq : undefined) ?? Math.max(from, last);
      const entries = rows.flatMap((row) => readOr(onPoisoned, room, row.seq, () => readEntry(row)) ?? []);
      return { from, upTo, entries, more };
    },
  ),

  /**
   * Moves a reader on. In one transaction with what the reader writes, that is written once.
   * @throws AppError `conflict` when the reader does not stand at `from`, or the room is gone
   */
  move: change(async (database, { reader, room, from, to }: Step): Promise<void> => {
    const isMoved =
      from === 0 ? await begin(database, { reader, room, to }) : await goOn(database, { reader, room, from, to });
    if (!isMoved) throw new AppError('conflict', `The reader ${reader} is not at ${from} in room ${room}.`);
  }),

  /** Rooms with entries that a reader has not looked at, in the order of their ids, above `after`; `next` when there may be more. */
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
        .limit(roomsPerLook);
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
      return { rooms, ...(ids.length === roomsPerLook && { next: last }) };
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

/** Up to where all readers that want any of these events have read in a room. */
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
