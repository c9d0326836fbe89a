import type { Notice } from '@plenum/shared/api/operator/noticeContract';
import type { AuditName } from '@plenum/shared/api/organisation/auditNames';
import type { Acting } from '@plenum/shared/core/asker';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';

/** The one row of the notice. */
const id = 1;

/** What operators do and say. The door has checked that the asker is an operator. */
export const operators = {
  /** Writes an act of an operator that changes no record. */
  note: change(
    async (database, { acting, what, about }: { acting: Acting; what: AuditName; about: string }): Promise<void> => {
      await note(database, acting, { what, about });
    },
  ),

  setNotice: change(
    async (
      database,
      {
        acting,
        text,
        from,
        until,
      }: { acting: Acting; text: string; from?: number | undefined; until?: number | undefined },
    ): Promise<void> => {
      const row = { text, from_at: from ?? null, until_at: until ?? null };
      await database
        .insertInto('notices')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
      await note(database, acting, { what: 'notice:set', about: 'notice' });
    },
  ),

  removeNotice: change(async (database, { acting }: { readonly acting: Acting }): Promise<void> => {
    await database.deleteFrom('notices').execute();
    await note(database, acting, { what: 'notice:remove', about: 'notice' });
  }),

  /** The notice that is shown at this time; without a time, the one that is set. */
  notice: question(async (database, { at }: { readonly at?: number | undefined }): Promise<Notice | undefined> => {
    const row = await database.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return undefined;
    const { text, from_at: from, until_at: until } = row;
    if (at !== undefined && ((from !== null && from > at) || (until !== null && until <= at))) return undefined;
    return { text, ...(from !== null && { from }), ...(until !== null && { until }) };
  }),

  /** The organisations and spaces behind rooms, by room; rooms that belong to no space are left out. */
  organisationsOf: question(async (database, { rooms }: { readonly rooms: readonly string[] }) => {
    if (rooms.length === 0) return [];
    return organisationsOf(database, rooms);
  }),
};

function organisationsOf(database: Database, rooms: readonly string[]) {
  return database
    .selectFrom('rooms')
    .innerJoin('spaces', 'spaces.id', 'rooms.space')
    .innerJoin('organisations', 'organisations.id', 'spaces.organisation')
    .select(['rooms.id', 'organisations.name', 'organisations.id as organisation', 'spaces.id as space'])
    .where('rooms.id', 'in', rooms)
    .execute();
}
