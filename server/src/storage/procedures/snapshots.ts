import type { Snapshot } from '@plenum/shared/core/log';
import { readSnapshot } from '../rows.ts';
import type { SnapshotRow } from '../schema.ts';
import { lastSeq } from './entries.ts';
import { type AboutRoom, change, question, readOr } from './procedure.ts';

type Wanted = AboutRoom & {
  /** Only snapshots below this number count. */
  readonly below: number;
};

/** Snapshots of rooms: the two newest of each. */
export const snapshots = {
  /** One that claims more than the log holds is broken and goes. */
  save: change(async (database, { room, row }: AboutRoom & { readonly row: SnapshotRow }): Promise<void> => {
    const { room: _room, seq, ...rest } = row;
    const last = await lastSeq(database, room);
    await database.deleteFrom('snapshots').where('room', '=', room).where('seq', '>', last).execute();
    await database
      .insertInto('snapshots')
      .values(row)
      .onConflict((conflict) => conflict.columns(['room', 'seq']).doUpdateSet(rest))
      .execute();
    const newest = database.selectFrom('snapshots').select('seq').where('room', '=', room).orderBy('seq', 'desc');
    const kept = await newest.limit(2).execute();
    const oldest = kept.at(-1)?.seq ?? seq;
    await database.deleteFrom('snapshots').where('room', '=', room).where('seq', '<', oldest).execute();
  }),

  /** The newest that can be read. */
  load: question(async (database, { room, below }: Wanted, onPoisoned): Promise<Snapshot | undefined> => {
    const last = await lastSeq(database, room);
    for (let from = below; ; ) {
      const older = database.selectFrom('snapshots').selectAll().where('room', '=', room).where('seq', '<', from);
      const row = await older.orderBy('seq', 'desc').executeTakeFirst();
      if (!row) return undefined;
      const snapshot = readOr(onPoisoned, room, last, () => {
        if (row.seq > last) throw new Error(`The snapshot claims event ${row.seq}, the log ends at ${last}.`);
        return readSnapshot(row);
      });
      if (snapshot && from === below) return snapshot;
      // Behind one that cannot be read: the log was compacted up to here, perhaps, and what it weighs stood there.
      if (snapshot) return { ...snapshot, log: { compacted: snapshot.log?.compacted ?? 0, whole: snapshot.seq } };
      from = row.seq;
    }
  }),
};
