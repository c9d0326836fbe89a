import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { Tables } from '../schema.ts';
import type { Database } from './procedure.ts';

/** The names of events of one feature. */
export interface EventsOf {
  readonly feature: string;
  readonly events: readonly string[];
}

/** The entries of a log above a number, in order. */
export function entriesAfter(database: Database, room: string, after: number) {
  return database.selectFrom('log').selectAll().where('room', '=', room).where('seq', '>', after).orderBy('seq');
}

/** The number of a log's last entry; 0 when the log is empty. */
export async function lastSeq(database: Database, room: string): Promise<number> {
  const row = await database
    .selectFrom('log')
    .select((is) => is.fn.max('seq').as('last'))
    .where('room', '=', room)
    .executeTakeFirst();
  return row?.last ?? 0;
}

/** The condition that an entry is one of these events; there must be at least one. */
export function isOneOf(list: readonly EventsOf[]) {
  return (is: ExpressionBuilder<Tables, 'log'>): ExpressionWrapper<Tables, 'log', SqlBool> =>
    is.or(list.map(({ feature, events }) => is('feature', '=', feature).and('event', 'in', events)));
}
