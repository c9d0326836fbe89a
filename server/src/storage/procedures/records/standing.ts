import {
  mayInOrganisation,
  mayKnow,
  MemberRole,
  type OrganisationAct,
  type Standing,
} from '@plenum/shared/api/organisation/may';
import { type Acting, Scope } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { OrganisationRow } from '../../recordRows.ts';
import type { Database } from '../procedure.ts';

const Scopes = z.array(Scope);

/** The input of a procedure about an organisation. */
export interface AboutOrganisation {
  readonly acting: Acting;
  readonly organisation: string;
}

/** The rights of an asker in an organisation at this moment. A revoked or expired key stands nowhere. */
export async function standingIn(database: Database, { asker, at }: Acting, organisation: string): Promise<Standing> {
  if (asker.is === 'key') {
    const found = database.selectFrom('api_keys').select(['scopes', 'expires_at']).where('id', '=', asker.key);
    const key = await found.where('organisation', '=', organisation).executeTakeFirst();
    const isValid = key !== undefined && (key.expires_at === null || key.expires_at > at);
    const scopes = isValid ? Scopes.parse(JSON.parse(key.scopes)) : [];
    return { role: isValid ? 'admin' : undefined, operator: false, scopes };
  }
  const row = await database
    .selectFrom('memberships')
    .select('role')
    .where('organisation', '=', organisation)
    .where('account', '=', asker.account)
    .executeTakeFirst();
  return { role: row && MemberRole.parse(row.role), operator: asker.operator };
}

/**
 * The organisation and the rights of the asker in it.
 * @throws AppError `notFound` also for an organisation that the asker may not know of; `forbidden`
 */
export async function requireIn(
  database: Database,
  acting: Acting,
  organisation: string,
  act: OrganisationAct,
): Promise<{ row: OrganisationRow; standing: Standing }> {
  const row = await database.selectFrom('organisations').selectAll().where('id', '=', organisation).executeTakeFirst();
  const standing = await standingIn(database, acting, organisation);
  if (!row || !mayKnow(standing)) throw noOrganisation();
  if (!mayInOrganisation(standing, act)) throw new AppError('forbidden', 'You may not do this in this organisation.');
  return { row, standing };
}

/**
 * Locks the organisation until the transaction ends, so that of two acts at a limit one sees the other. SQLite has one
 * transaction at a time; in PostgreSQL the update takes the lock of the row.
 */
export async function lockOrganisation(database: Database, organisation: string): Promise<void> {
  const locking = database.updateTable('organisations').set((is) => ({ kind: is.ref('kind') }));
  await locking.where('id', '=', organisation).execute();
}

function noOrganisation(): AppError {
  return new AppError('notFound', 'There is no such organisation.');
}
