import { type Acting, type Asker, Scope } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { ApiKeyRow } from '../../recordRows.ts';
import { change, question } from '../procedure.ts';
import { note } from './audit.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';

/** The most keys of an organisation. */
const mostKeys = 500;
const Scopes = z.array(Scope);

/** The API keys of organisations. Only hashes are stored. */
export const apiKeys = {
  /** The program with this key, and the scopes of the key; undefined for an unknown, revoked or expired key. */
  find: question(
    async (
      database,
      { id, at }: { readonly id: string; readonly at: number },
    ): Promise<{ asker: Asker; hash: string; scopes: Scope[] } | undefined> => {
      const row = await database.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row || (row.expires_at !== null && row.expires_at <= at)) return undefined;
      const asker: Asker = { is: 'key', key: row.id, organisation: row.organisation };
      return { asker, hash: row.hash, scopes: Scopes.parse(JSON.parse(row.scopes)) };
    },
  ),

  /** @throws AppError `full` */
  create: change(async (database, { acting, row }: { acting: Acting; row: ApiKeyRow }): Promise<void> => {
    const { organisation, id, scopes } = row;
    await lockOrganisation(database, organisation);
    await requireIn(database, acting, organisation, 'manageKeys');
    const known = await database.selectFrom('api_keys').select('id').where('organisation', '=', organisation).execute();
    if (known.length >= mostKeys) {
      throw new AppError('full', `An organisation has at most ${mostKeys} API keys. Revoke one first.`);
    }
    await database.insertInto('api_keys').values(row).execute();
    const detail = Scopes.parse(JSON.parse(scopes)).join(' ');
    await note(database, acting, { organisation, what: 'organisation:createKey', about: id, detail });
  }),

  list: question(async (database, { acting, organisation }: AboutOrganisation) => {
    await requireIn(database, acting, organisation, 'manageKeys');
    const rows = await database
      .selectFrom('api_keys')
      .select(['id', 'name', 'scopes', 'created_at', 'expires_at'])
      .where('organisation', '=', organisation)
      .orderBy('created_at')
      .execute();
    return rows.map((row) => ({ ...row, scopes: Scopes.parse(JSON.parse(row.scopes)) }));
  }),

  /** @throws AppError `notFound` */
  revoke: change(
    async (database, { acting, organisation, id }: AboutOrganisation & { readonly id: string }): Promise<void> => {
      await requireIn(database, acting, organisation, 'manageKeys');
      const gone = database.deleteFrom('api_keys').where('id', '=', id).where('organisation', '=', organisation);
      if ((await gone.executeTakeFirst()).numDeletedRows === 0n)
        throw new AppError('notFound', 'There is no such key.');
      await note(database, acting, { organisation, what: 'organisation:revokeKey', about: id });
    },
  ),

  /** The names of keys, for the audit; revoked ones are left out. */
  names: question(async (database, { ids }: { readonly ids: readonly string[] }) => {
    if (ids.length === 0) return [];
    return database.selectFrom('api_keys').select(['id', 'name']).where('id', 'in', ids).execute();
  }),
};
