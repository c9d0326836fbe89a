import { sql } from 'kysely';
import { type Beat, beaten, type Holder } from '../lease.ts';
import type { NodeRow } from '../schema.ts';
import { change, type Database, question } from './procedure.ts';

type Entering = Holder & {
  /** The addresses of the node, as JSON. */
  readonly place: string;
  readonly version: string;
  readonly leaseMs: number;
};

/** A node as the database knows it. */
export interface KnownNode extends Holder {
  readonly place: string;
  readonly version: string;
  readonly cordoned: boolean;
  readonly alive: boolean;
  /** The families that it owns. */
  readonly families: number;
}

/** The nodes of a cluster. Times are those of the database's clock. */
export const nodes = {
  /** Takes a name: an earlier process with this name counts as dead from here on. */
  enter: change(async (database, { node, boot, place, version, leaseMs }: Entering): Promise<void> => {
    const until = (await clockOf(database)) + leaseMs;
    await database
      .insertInto('nodes')
      .values({ name: node, boot, place, version, cordoned: 0, until })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ boot, place, version, until }))
      .execute();
  }),

  /** Gives a sign of life; undefined when a newer process has the name. */
  beat: change(async (database, { leaseMs, ...holder }: Holder & { readonly leaseMs: number }) => {
    const row = await rowOf(database, holder.node).forUpdate().executeTakeFirst();
    const next = beaten(row && beatOf(row), holder, await clockOf(database), leaseMs);
    if (!next) return undefined;
    const { until } = next.beat;
    await database.updateTable('nodes').set('until', until).where('name', '=', holder.node).execute();
    return { wasLate: next.wasLate, cordoned: row?.cordoned === 1 };
  }),

  /** Ends the life of a process: what it owned is free. Idempotent. */
  leave: change(async (database, { node, boot }: Holder): Promise<void> => {
    await database.deleteFrom('nodes').where('name', '=', node).where('boot', '=', boot).execute();
    const own = database.updateTable('leases').set({ node: null, boot: null });
    await own.where('node', '=', node).where('boot', '=', boot).execute();
  }),

  /** Whether a node gets new rooms. @returns false when there is no such node */
  cordon: change(async (database, { node, cordoned }: { readonly node: string; readonly cordoned: boolean }) => {
    const set = database.updateTable('nodes').set('cordoned', cordoned ? 1 : 0);
    return (await set.where('name', '=', node).executeTakeFirst()).numUpdatedRows > 0n;
  }),

  /** All nodes that have not left, in the order of their names. */
  list: question(async (database, _input: void): Promise<KnownNode[]> => {
    const now = await clockOf(database);
    const rows = await database
      .selectFrom('nodes')
      .selectAll()
      .select((is) => {
        const own = is.selectFrom('leases').whereRef('leases.node', '=', 'nodes.name');
        return own
          .whereRef('leases.boot', '=', 'nodes.boot')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('families');
      })
      .orderBy('name')
      .execute();
    return rows.map(({ name, boot, place, version, cordoned, until, families }) => {
      return {
        node: name,
        boot,
        place,
        version,
        cordoned: cordoned === 1,
        alive: now < until,
        families: families ?? 0,
      };
    });
  }),
};

/** The clock of PostgreSQL in epoch ms: the time of this statement, not of the transaction's beginning. */
export async function clockOf(database: Database): Promise<number> {
  const now = sql<{ now: number }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`;
  const { rows } = await now.execute(database);
  return rows[0]?.now ?? 0;
}

export function rowOf(database: Database, node: string) {
  return database.selectFrom('nodes').selectAll().where('name', '=', node);
}

export function beatOf({ name, boot, until }: NodeRow): Beat {
  return { node: name, boot, until };
}
