import type { AccountLinkRow, AccountRow } from '../schema.ts';
import { change, question } from './procedure.ts';

/** The most accounts of one question. */
const mostAsked = 200;

const columns = ['id', 'name', 'email', 'emailVerified', 'createdAt', 'operator', 'language'] as const;
type Card = Pick<AccountRow, (typeof columns)[number]>;

export interface Attempt {
  /** The ids, and how many attempts of each need no wait. */
  readonly bounds: readonly { readonly id: string; readonly free: number }[];
  readonly now: number;
  readonly forgetBefore: number;
  readonly stepMs: number;
  readonly mostMs: number;
}

/** The tables whose rows belong to one account. */
const ownedTables = [
  'sessions',
  'credentials',
  'second_factors',
  'passkeys',
  'oauth_access_tokens',
  'oauth_refresh_tokens',
  'oauth_grants',
] as const;

/** What the library for signing in does not do: links, failed attempts, lists, and the erasure of an account. */
export const accounts = {
  find: question(async (database, { ids }: { readonly ids: readonly string[] }): Promise<Card[]> => {
    if (ids.length === 0) return [];
    return database.selectFrom('accounts').select(columns).where('id', 'in', ids.slice(0, mostAsked)).execute();
  }),

  findByEmail: question(async (database, { email }: { readonly email: string }): Promise<Card | undefined> => {
    return database.selectFrom('accounts').select(columns).where('email', '=', email).executeTakeFirst();
  }),

  countOperators: question(async (database, _input: void): Promise<number> => {
    const operators = database.selectFrom('accounts').select(({ fn }) => fn.countAll<number>().as('count'));
    return (await operators.where('operator', '=', 1).executeTakeFirst())?.count ?? 0;
  }),

  /** Keeps a link, in place of earlier ones of the same purpose and address; links that have expired go. */
  keepLink: change(
    async (database, { link, now }: { readonly link: AccountLinkRow; readonly now: number }): Promise<void> => {
      await database.deleteFrom('account_links').where('expires_at', '<=', now).execute();
      const earlier = database.deleteFrom('account_links').where('purpose', '=', link.purpose);
      await earlier.where('email', '=', link.email).execute();
      await database.insertInto('account_links').values(link).execute();
    },
  ),

  findLink: question(
    async (
      database,
      { id, purpose, now }: { readonly id: string; readonly purpose: string; readonly now: number },
    ): Promise<AccountLinkRow | undefined> => {
      const link = database.selectFrom('account_links').selectAll().where('id', '=', id);
      return link.where('purpose', '=', purpose).where('expires_at', '>', now).executeTakeFirst();
    },
  ),

  /** Takes a link away; of two requests at once, one gets true. */
  useLink: change(async (database, { id }: { readonly id: string }): Promise<boolean> => {
    const { numDeletedRows } = await database.deleteFrom('account_links').where('id', '=', id).executeTakeFirst();
    return numDeletedRows > 0n;
  }),

  linksFor: question(
    async (
      database,
      { purpose, now }: { readonly purpose: string; readonly now: number },
    ): Promise<AccountLinkRow[]> => {
      const links = database.selectFrom('account_links').selectAll().where('purpose', '=', purpose);
      return links.where('expires_at', '>', now).orderBy('expires_at').limit(mostAsked).execute();
    },
  ),

  /**
   * Counts one attempt of each id, unless one of them must wait. An id may make `free` attempts; each further one waits twice
   * as long as the one before. Ids without an attempt since `forgetBefore` begin anew.
   * @returns the epoch ms from which the next attempt counts; undefined when this one did
   */
  attempt: change(
    async (database, { bounds, now, forgetBefore, stepMs, mostMs }: Attempt): Promise<number | undefined> => {
      await database.deleteFrom('attempts').where('last_at', '<', forgetBefore).execute();
      const none = bounds.map(({ id }) => ({ id, count: 0, last_at: now }));
      // Also locks the rows, so that of two attempts at once the second sees the count of the first.
      const locked = database.insertInto('attempts').values(none);
      await locked
        .onConflict((conflict) => conflict.column('id').doUpdateSet((is) => ({ id: is.ref('attempts.id') })))
        .execute();
      const ids = bounds.map(({ id }) => id);
      const rows = await database.selectFrom('attempts').selectAll().where('id', 'in', ids).execute();
      const waits = rows.map(({ id, count, last_at }) => {
        const over = count - (bounds.find((one) => one.id === id)?.free ?? 0);
        return over < 0 ? 0 : last_at + Math.min(stepMs * 2 ** over, mostMs);
      });
      const until = Math.max(...waits);
      if (until > now) return until;
      const counted = database.updateTable('attempts').set((is) => ({ count: is('count', '+', 1), last_at: now }));
      await counted.where('id', 'in', ids).execute();
      return undefined;
    },
  ),

  forgetAttempts: change(async (database, { ids }: { readonly ids: readonly string[] }): Promise<void> => {
    await database.deleteFrom('attempts').where('id', 'in', ids).execute();
  }),

  /** Deletes an account and all that the server keeps of it here: nothing of it stays in the file. */
  erase: change(
    async (
      database,
      { account, email, attempts }: { readonly account: string; readonly email: string; readonly attempts: string[] },
    ): Promise<void> => {
      for (const table of ownedTables) await database.deleteFrom(table).where('userId', '=', account).execute();
      await database.deleteFrom('verifications').where('value', 'like', `%${account}%`).execute();
      await database.deleteFrom('verifications').where('identifier', 'like', `%${account}%`).execute();
      await database.deleteFrom('account_links').where('email', '=', email).execute();
      await database.deleteFrom('letters').where('recipient', '=', email).execute();
      if (attempts.length > 0) await database.deleteFrom('attempts').where('id', 'in', attempts).execute();
      await database.deleteFrom('accounts').where('id', '=', account).execute();
    },
    () => 'removed',
  ),
};
