import { RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import { readRoom, roomRow } from '../rows.ts';
import { type AboutRoom, change, type OnPoisoned, question, readOr } from './procedure.ts';

type NewRoom = AboutRoom & {
  readonly record: RoomRecord;
};

type Mark = AboutRoom & {
  /** Epoch ms; null while somebody is in. */
  readonly emptySince: number | null;
};

function idsOf(rows: readonly { readonly id: string }[], onPoisoned: OnPoisoned): RoomId[] {
  return rows.flatMap(({ id }) => readOr(onPoisoned, id, 0, () => RoomId.parse(id)) ?? []);
}

/** The list of rooms. */
export const rooms = {
  create: change(async (database, { record }: NewRoom): Promise<void> => {
    await database.insertInto('rooms').values(roomRow(record)).execute();
  }),

  find: question(async (database, { room }: AboutRoom, onPoisoned): Promise<RoomRecord | undefined> => {
    const found = database.selectFrom('rooms').selectAll().where('id', '=', room).where('erasing', '=', 0);
    const row = await found.executeTakeFirst();
    return row && readOr(onPoisoned, room, 0, () => readRoom(row));
  }),

  occupied: question(async (database, _input: void, onPoisoned): Promise<RoomId[]> => {
    const inUse = database.selectFrom('rooms').select('id').where('empty_since', 'is', null).where('erasing', '=', 0);
    return idsOf(await inUse.execute(), onPoisoned);
  }),

  childrenOf: question(async (database, { room }: AboutRoom, onPoisoned): Promise<RoomId[]> => {
    const children = database.selectFrom('rooms').select('id').where('parent', '=', room);
    return idsOf(await children.execute(), onPoisoned);
  }),

  /** The last person may have left: a large file has waited for that to be rid of traces. */
  mark: change(
    async (database, { room, emptySince }: Mark): Promise<void> => {
      await database.updateTable('rooms').set('empty_since', emptySince).where('id', '=', room).execute();
    },
    () => 'due',
  ),

  /** Rooms whose erasing was cut short count too, so that the next sweep ends it. */
  emptySince: question(async (database, { time }: { readonly time: number }, onPoisoned): Promise<RoomId[]> => {
    const old = database
      .selectFrom('rooms')
      .select('id')
      .where((is) => {
        const isOld = is.and([is('empty_since', '<', time), is('parent', 'is', null)]);
        return is.or([isOld, is('erasing', '=', 1)]);
      });
    return idsOf(await old.execute(), onPoisoned);
  }),

  /** The beginning of erasing: from here on the room is found no more. */
  hide: change(async (database, { room }: AboutRoom): Promise<void> => {
    await database.updateTable('rooms').set('erasing', 1).where('id', '=', room).execute();
    await database.deleteFrom('snapshots').where('room', '=', room).execute();
  }),

  /** The end of erasing: what still hangs on the room goes with it. */
  erase: change(
    async (database, { room }: AboutRoom): Promise<void> => {
      await database.deleteFrom('rooms').where('id', '=', room).execute();
    },
    () => 'removed',
  ),
};
