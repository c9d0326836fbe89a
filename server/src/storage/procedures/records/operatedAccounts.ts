import type { OperatedAccount } from '@plenum/shared/api/operator/serverContract';
import type { AuditName } from '@plenum/shared/api/organisation/auditNames';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { AccountRow } from '../../schema.ts';
import { change, type Database, question } from '../procedure.ts';
import { endTokens } from '../provider.ts';
import { note } from './audit.ts';
import { contains } from './search.ts';

/** The accounts in one answer. */
const pageLength = 50;
/** The most organisations that an answer names for one account. */
const mostNamed = 10;

/** The input of a procedure about an account. */
export interface AboutAccount {
  readonly acting: Acting;
  readonly account: string;
}

async function cardsOf(database: Database, rows: readonly AccountRow[]): Promise<OperatedAccount[]> {
  if (rows.length === 0) return [];
  const found = await database
    .selectFrom('memberships')
    .innerJoin('organisations', 'organisations.id', 'memberships.organisation')
    .select(['account', 'organisations.name'])
    .where(
      'account',
      'in',
      rows.map(({ id }) => id),
    )
    .where('organisations.kind', '=', 'group')
    .orderBy('organisations.name')
    .limit(pageLength * mostNamed)
    .execute();
  return rows.map(({ id, name, email, operator, disabled, createdAt }) => ({
    account: id,
    name,
    email,
    operator: operator === 1,
    disabled: disabled === 1,
    createdAt: new Date(createdAt).getTime(),
    organisations: found.flatMap((one) => (one.account === id ? [one.name] : [])).slice(0, mostNamed),
  }));
}

/** @throws AppError `notFound` */
async function requireAccount(database: Database, account: string): Promise<AccountRow> {
  const row = await database.selectFrom('accounts').selectAll().where('id', '=', account).executeTakeFirst();
  if (!row) throw new AppError('notFound', 'There is no such account.');
  return row;
}

/** @throws AppError `conflict`, bound `lastOperator`, when no other operator can sign in */
/**
 * Refuses what would leave the server without an operator: rooms would be open to everybody again.
 * @throws AppError `conflict`, bound `lastOperator`
 */
export async function requireNotLast(database: Database, account: string): Promise<void> {
  await lockOperators(database);
  const own = await database.selectFrom('accounts').select('operator').where('id', '=', account).executeTakeFirst();
  if (own?.operator === 1) await requireOtherOperator(database, account);
}

/** Locks all operators, so that of two who unmake each other at once the second one sees the first. */
async function lockOperators(database: Database): Promise<void> {
  const locking = database.updateTable('accounts').set((is) => ({ operator: is.ref('operator') }));
  await locking.where('operator', '=', 1).execute();
}

async function requireOtherOperator(database: Database, account: string): Promise<void> {
  const others = database.selectFrom('accounts').select('id').where('operator', '=', 1).where('disabled', '=', 0);
  if (await others.where('id', '!=', account).limit(1).executeTakeFirst()) return;
  throw new AppError('conflict', 'This is the last operator. Make another account an operator first.', 'lastOperator');
}

async function endSessions(database: Database, account: string): Promise<void> {
  await database.deleteFrom('sessions').where('userId', '=', account).execute();
  await endTokens(database, account);
}

/** What operators see and decide of accounts. The door has checked that the asker is an operator. */
export const operatedAccounts = {
  page: question(
    async (
      database,
      { like, after }: { readonly like?: string | undefined; readonly after?: string | undefined },
    ): Promise<{ accounts: OperatedAccount[]; more: boolean }> => {
      let rows = database
        .selectFrom('accounts')
        .selectAll()
        .orderBy('id')
        .limit(pageLength + 1);
      if (after !== undefined) rows = rows.where('id', '>', after);
      if (like !== undefined) rows = rows.where((is) => is.or([contains('name', like), contains('email', like)]));
      const found = await rows.execute();
      return { accounts: await cardsOf(database, found.slice(0, pageLength)), more: found.length > pageLength };
    },
  ),

  /** @throws AppError `notFound`; `conflict`, bound `lastOperator` */
  rule: change(
    async (
      database,
      {
        acting,
        account,
        disabled,
        operator,
      }: AboutAccount & { readonly disabled?: boolean | undefined; readonly operator?: boolean | undefined },
    ): Promise<OperatedAccount> => {
      await lockOperators(database);
      const row = await requireAccount(database, account);
      if (row.operator === 1 && (operator === false || disabled === true))
        await requireOtherOperator(database, account);
      const bit = (value: boolean) => (value ? (1 as const) : (0 as const));
      const set = {
        ...(disabled !== undefined && { disabled: bit(disabled) }),
        ...(operator !== undefined && { operator: bit(operator) }),
      };
      const acts: AuditName[] = [];
      if (disabled !== undefined && bit(disabled) !== row.disabled)
        acts.push(disabled ? 'account:disable' : 'account:enable');
      if (operator !== undefined && bit(operator) !== row.operator)
        acts.push(operator ? 'account:makeOperator' : 'account:unmakeOperator');
      if (acts.length > 0) await database.updateTable('accounts').set(set).where('id', '=', account).execute();
      if (disabled === true) await endSessions(database, account);
      for (const what of acts) await note(database, acting, { what, about: account });
      const [card] = await cardsOf(database, [{ ...row, ...set }]);
      if (!card) throw new Error('An account has no card.');
      return card;
    },
  ),

  /** Ends all sessions of an account. @throws AppError `notFound` */
  signOut: change(async (database, { acting, account }: AboutAccount): Promise<void> => {
    await requireAccount(database, account);
    await endSessions(database, account);
    await note(database, acting, { what: 'account:signOut', about: account });
  }),

  /** Whether people can sign in with an account; false for an unknown one. */
  isOpen: question(async (database, { account }: { readonly account: string }): Promise<boolean> => {
    const found = database.selectFrom('accounts').select('disabled').where('id', '=', account);
    return (await found.executeTakeFirst())?.disabled === 0;
  }),

  /** How many accounts and organisations the server has. */
  census: question(async (database, _input: void): Promise<{ accounts: number; organisations: number }> => {
    const count = async (table: 'accounts' | 'organisations') => {
      const rows = database.selectFrom(table).select((is) => is.fn.countAll().as('count'));
      return Number((await rows.executeTakeFirst())?.count ?? 0);
    };
    return { accounts: await count('accounts'), organisations: await count('organisations') };
  }),
};
