import { AppError } from '@plenum/shared/core/errors';
import { RoomId } from '@plenum/shared/core/ids';
import { type Beat, claimed, type Holder, isAlive, type Lease, mayWrite, noLease, released } from '../lease.ts';
import type { LeaseRow } from '../schema.ts';
import { beatOf, clockOf, rowOf } from './nodes.ts';
import { type AboutRoom, change, type Database, question, readOr } from './procedure.ts';

/** `room` is the root of a family. */
type Claiming = AboutRoom & Holder;
type Fenced = Claiming & { readonly fence: number };

/** The answer to a claim: the fence, or the node that owns the family and its addresses as JSON. */
export type Claimed =
  | { readonly is: 'owned'; readonly fence: number }
  | { readonly is: 'elsewhere'; readonly node: string; readonly place: string }
  /** The asker itself counts as dead, and must give a sign of life first. */
  | { readonly is: 'late' };

/** The writer does not own the family of the room: nothing was written. */
export function notOwner(room: string): AppError {
  return new AppError('conflict', `Another node owns room ${room}, or none does: this one writes no more.`, 'replaced');
}

/** The meetings that say how many people the next one may bring. */
const lastMeetings = 3;

/** The leases of families of rooms, on PostgreSQL: `lease.ts` decides, these functions read and write under row locks. */
export const leases = {
  /** @throws AppError `notFound` for an unknown room */
  claim: change(async (database, { room, node, boot }: Claiming): Promise<Claimed> => {
    const first = database.insertInto('leases').values({ root: room, node: null, boot: null, fence: noLease.fence });
    await first.onConflict((conflict) => conflict.doNothing()).execute();
    const row = await database.selectFrom('leases').selectAll().where('root', '=', room).forUpdate().executeTakeFirst();
    const lease = leaseOf(row);
    // Locked in the order of their names, so that two claims do not wait for each other.
    const beats = new Map<string, { readonly beat: Beat; readonly place: string }>();
    for (const name of [...new Set([node, lease.holder?.node ?? node])].sort()) {
      const found = await rowOf(database, name).forShare().executeTakeFirst();
      if (found) beats.set(name, { beat: beatOf(found), place: found.place });
    }
    const [asker, now] = [{ node, boot }, await clockOf(database)];
    const next = claimed(lease, asker, (name) => beats.get(name)?.beat, now);
    if (next) {
      if (next !== lease) await save(database, room, next);
      return { is: 'owned', fence: next.fence };
    }
    const owner = lease.holder && beats.get(lease.holder.node);
    if (!owner || !isAlive(asker, beats.get(node)?.beat, now)) return { is: 'late' };
    return { is: 'elsewhere', node: owner.beat.node, place: owner.place };
  }),

  /** The node that owns a family and is alive, with its addresses as JSON. */
  find: question(async (database, { room }: AboutRoom) => {
    const row = await database.selectFrom('leases').selectAll().where('root', '=', room).executeTakeFirst();
    const { holder } = leaseOf(row);
    const owner = holder && (await rowOf(database, holder.node).executeTakeFirst());
    if (!holder || !owner || !isAlive(holder, beatOf(owner), await clockOf(database))) return undefined;
    return { node: holder.node, place: owner.place };
  }),

  /**
   * The fence: runs before the writes of its transaction, and locks the lease until they are committed.
   * @throws AppError `conflict`, bound `replaced`, when this process does not own the family under this fence
   */
  check: change(async (database, { room, node, boot, fence }: Fenced): Promise<void> => {
    const row = await database.selectFrom('leases').selectAll().where('root', '=', room).forShare().executeTakeFirst();
    if (!mayWrite(leaseOf(row), { node, boot }, fence)) throw notOwner(room);
  }),

  /** Frees a family when this process owns it under this fence. Idempotent. */
  release: change(async (database, { room, node, boot, fence }: Fenced): Promise<void> => {
    const row = await database.selectFrom('leases').selectAll().where('root', '=', room).forUpdate().executeTakeFirst();
    const lease = leaseOf(row);
    const next = released(lease, { node, boot }, fence);
    if (row && next !== lease) await save(database, room, next);
  }),

  /** The families that a process owns. */
  held: question(async (database, { node, boot }: Holder, onUnreadable): Promise<{ root: RoomId; fence: number }[]> => {
    const own = database.selectFrom('leases').select(['root', 'fence']).where('node', '=', node);
    const rows = await own.where('boot', '=', boot).execute();
    return rows.flatMap(({ root, fence }) => {
      const id = readOr(onUnreadable, root, 0, () => RoomId.parse(root));
      return id === undefined ? [] : [{ root: id, fence }];
    });
  }),

  /**
   * The most people at once in the last meetings of a room, or of its space when the room had none; undefined without any. So
   * many its next meeting may bring.
   */
  expected: question(async (database, { room }: AboutRoom): Promise<number | undefined> => {
    const last = database.selectFrom('meetings').select('peak').orderBy('started_at', 'desc').limit(lastMeetings);
    const own = await last.where('room', '=', room).execute();
    const space = database.selectFrom('rooms').select('space').where('id', '=', room);
    const peaks = own.length > 0 ? own : await last.where('space', '=', space).execute();
    return peaks.length > 0 ? Math.max(...peaks.map(({ peak }) => peak)) : undefined;
  }),

  /** Some rooms with members that no living node owns, in a random order, so that several nodes take different ones. */
  orphans: question(async (database, { limit }: { readonly limit: number }, onUnreadable): Promise<RoomId[]> => {
    const now = await clockOf(database);
    const rows = await database
      .selectFrom('rooms')
      .select('rooms.id')
      .where('rooms.empty_since', 'is', null)
      .where('rooms.erasing', '=', 0)
      .where((is) => {
        const owned = is
          .selectFrom('leases')
          .innerJoin('nodes', (join) =>
            join.onRef('nodes.name', '=', 'leases.node').onRef('nodes.boot', '=', 'leases.boot'),
          )
          .select('leases.root')
          .where((its) => its('leases.root', '=', its.fn.coalesce('rooms.parent', 'rooms.id')))
          .where('nodes.until', '>', now);
        return is.not(is.exists(owned));
      })
      .orderBy((is) => is.fn('random'))
      .limit(limit)
      .execute();
    return rows.flatMap(({ id }) => readOr(onUnreadable, id, 0, () => RoomId.parse(id)) ?? []);
  }),
};

function leaseOf(row: LeaseRow | undefined): Lease {
  if (!row) return noLease;
  const { node, boot, fence } = row;
  return { holder: node === null || boot === null ? undefined : { node, boot }, fence };
}

async function save(database: Database, root: string, { holder, fence }: Lease): Promise<void> {
  const set = { node: holder?.node ?? null, boot: holder?.boot ?? null, fence };
  await database.updateTable('leases').set(set).where('root', '=', root).execute();
}
