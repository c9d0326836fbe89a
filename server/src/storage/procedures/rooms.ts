import { RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import { readRoom, roomRow } from '../rows.ts';
import {
  type AboutRoom,
  change,
  type Database,
  type OnUnreadable,
  ownersChange,
  question,
  readOr,
} from './procedure.ts';

type NewRoom = AboutRoom & {
  readonly record: RoomRecord;
};

type Mark = AboutRoom & {
  /** Epoch ms; null while the room has members. */
  readonly emptySince: number | null;
};

function idsOf(rows: readonly { readonly id: string }[], onUnreadable: OnUnreadable): RoomId[] {
  return rows.flatMap(({ id }) => readOr(onUnreadable, id, 0, () => RoomId.parse(id)) ?? []);
}

/** The list of rooms. */
export const rooms = {
  create: change(async (database, { record }: NewRoom): Promise<void> => {
    await database.insertInto('rooms').values(roomRow(record)).execute();
  }),

  find: question(async (database, { room }: AboutRoom, onUnreadable): Promise<RoomRecord | undefined> => {
    const found = database.selectFrom('rooms').selectAll().where('id', '=', room).where('erasing', '=', 0);
    const row = await found.executeTakeFirst();
    return row && readOr(onUnreadable, room, 0, () => readRoom(row));
  }),

  occupied: question(async (database, _input: void, onUnreadable): Promise<RoomId[]> => {
    const inUse = database.selectFrom('rooms').select('id').where('empty_since', 'is', null).where('erasing', '=', 0);
    return idsOf(await inUse.execute(), onUnreadable);
  }),

  /** The ancestor of a room without a parent; the room itself when it has none, also while it is being erased. */
  root: question((database, { room }: AboutRoom): Promise<RoomId> => rootOf(database, room)),

  childrenOf: question(async (database, { room }: AboutRoom, onUnreadable): Promise<RoomId[]> => {
    const children = database.selectFrom('rooms').select('id').where('parent', '=', room);
    return idsOf(await children.execute(), onUnreadable);
  }),

  /** Marks a room as empty or occupied. When the last room becomes empty, a large file can be freed of traces. */
  mark: ownersChange(
    async (database, { room, emptySince }: Mark): Promise<void> => {
      await database.updateTable('rooms').set('empty_since', emptySince).where('id', '=', room).execute();
    },
    () => 'due',
  ),

  /** The rooms that are empty and that no space keeps, and those whose erasure was interrupted, so that the next sweep completes it. */
  emptySince: question(async (database, { time }: { readonly time: number }, onUnreadable): Promise<RoomId[]> => {
    const old = database
      .selectFrom('rooms')
      .select('id')
      .where((is) => {
        const isFree = is.or([is('kept', 'is', null), is('kept', '=', 0)]);
        const isOld = is.and([is('empty_since', '<', time), is('parent', 'is', null), isFree]);
        return is.or([isOld, is('erasing', '=', 1)]);
      });
    return idsOf(await old.execute(), onUnreadable);
  }),

  /** Begins to erase a room: from here on the room cannot be found. */
  hide: ownersChange(async (database, { room }: AboutRoom): Promise<void> => {
    await database.updateTable('rooms').set('erasing', 1).where('id', '=', room).execute();
    await database.deleteFrom('snapshots').where('room', '=', room).execute();
  }),

  /** Ends the erasure of a room: deletes its rows in all other tables too. */
  erase: ownersChange(
    async (database, { room }: AboutRoom): Promise<void> => {
      await database.deleteFrom('rooms').where('id', '=', room).execute();
    },
    () => 'removed',
  ),
};

async function rootOf(database: Database, room: RoomId): Promise<RoomId> {
  const row = await database.selectFrom('rooms').select('parent').where('id', '=', room).executeTakeFirst();
  return row?.parent ? rootOf(database, row.parent) : room;
}
