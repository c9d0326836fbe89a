import { randomBytes } from 'node:crypto';
import type { AuditKind, AuditName } from '@plenum/shared/api/organisation/auditNames';
import type { Acting } from '@plenum/shared/core/asker';
import type { AuditRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { requireIn } from './standing.ts';

/** A change of a record. It names fields and ids, and never has a secret or a content. */
export interface Changed {
  /** Absent for changes of the server. */
  readonly organisation?: string;
  readonly what: AuditName;
  readonly about: string;
  readonly detail?: string;
}

const pageLength = 100;
/** How long the network of a change is kept, in ms. */
const networkMs = 14 * 24 * 3_600_000;

/** Writes one row about a change, in the transaction of the change. */
export async function note(database: Database, { asker, from, at }: Acting, changed: Changed): Promise<void> {
  const { organisation = null, what, about, detail = '' } = changed;
  await database
    .insertInto('audit')
    .values({
      id: `${at.toString(36)}-${randomBytes(6).toString('hex')}`,
      organisation,
      at,
      by_kind: asker.is,
      by_id: asker.is === 'key' ? asker.key : asker.account,
      what,
      about,
      detail: detail.slice(0, 200),
      network: from,
    })
    .execute();
}

/** Which changes an answer has. */
export interface AuditPage {
  readonly acting: Acting;
  /** Absent: the changes of all organisations and of the server, for operators. */
  readonly organisation?: string | undefined;
  readonly before?: string | undefined;
  /** Only changes of this kind of record. */
  readonly kind?: AuditKind | undefined;
  /** Only what this account changed. */
  readonly by?: string | undefined;
}

/** The changes of records. */
export const audit = {
  /** One page, newest first. The caller has checked that an asker without an organisation is an operator. */
  page: question(
    async (
      database,
      { acting, organisation, before, kind, by }: AuditPage,
    ): Promise<{ rows: AuditRow[]; more: boolean }> => {
      if (organisation !== undefined) await requireIn(database, acting, organisation, 'readAudit');
      let rows = database.selectFrom('audit').selectAll().orderBy('at', 'desc').orderBy('id', 'desc');
      if (organisation !== undefined) rows = rows.where('organisation', '=', organisation);
      if (kind !== undefined) rows = rows.where('what', 'like', `${kind}:%`);
      if (by !== undefined) rows = rows.where('by_kind', '=', 'account').where('by_id', '=', by);
      if (before !== undefined) {
        const at = Number.parseInt(before.split('-')[0] ?? '', 36);
        rows = rows.where((is) => is.or([is('at', '<', at), is.and([is('at', '=', at), is('id', '<', before)])]));
      }
      const found = await rows.limit(pageLength + 1).execute();
      return { rows: found.slice(0, pageLength), more: found.length > pageLength };
    },
  ),

  /** Forgets the networks of old changes. */
  forgetNetworks: change(async (database, { now }: { readonly now: number }): Promise<void> => {
    await database
      .updateTable('audit')
      .set({ network: '' })
      .where('at', '<', now - networkMs)
      .where('network', '!=', '')
      .execute();
  }),
};
