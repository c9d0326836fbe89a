import type { Snapshot } from '@plenum/shared/core/log';
import { readSnapshot } from '../rows.ts';
import type { SnapshotRow } from '../schema.ts';
import { lastSeq } from './entries.ts';
import { type AboutRoom, ownersChange, question, readOr } from './procedure.ts';

type Wanted = AboutRoom & {
  /** Only snapshots below this number are considered. */
  readonly below: number;
};

/** Snapshots of rooms: the two newest of each. */
export const snapshots = {
  /** Saves a snapshot, and deletes one that claims more events than the log has. */
  save: ownersChange(async (database, { room, row }: AboutRoom & { readonly row: SnapshotRow }): Promise<void> => {
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

  /** The newest readable snapshot. */
  load: question(async (database, { room, below }: Wanted, onUnreadable): Promise<Snapshot | undefined> => {
    const last = await lastSeq(database, room);
    for (let from = below; ; ) {
      const older = database.selectFrom('snapshots').selectAll().where('room', '=', room).where('seq', '<', from);
      const row = await older.orderBy('seq', 'desc').executeTakeFirst();
      if (!row) return undefined;
      const snapshot = readOr(onUnreadable, room, last, () => {
        if (row.seq > last) throw new Error(`The snapshot claims event ${row.seq}, the log ends at ${last}.`);
        return readSnapshot(row);
      });
      if (snapshot && from === below) return snapshot;
      // The log may have been compacted up to the unreadable snapshot, and its bytes were stored in that snapshot.
      if (snapshot) return { ...snapshot, log: { compacted: snapshot.log?.compacted ?? 0, whole: snapshot.seq } };
      from = row.seq;
    }
  }),
};
