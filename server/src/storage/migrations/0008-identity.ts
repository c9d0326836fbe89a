import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

type Kind = 'text' | 'integer' | 'bigint' | 'timestamptz' | 'boolean';

/** The types of one database. */
interface Types {
  readonly whole: Kind;
  readonly date: Kind;
  readonly truth: Kind;
  readonly end: ReturnType<typeof sql>;
}

/**
 * Accounts. The first six tables are those of the library for signing in, with its column names and types (decision 0130);
 * the other three are ours.
 */
export function identity(dialect: Dialect): Migration {
  // The library's adapter writes ISO texts and 0 or 1 to SQLite, which has neither dates nor booleans.
  const types: Types =
    dialect === 'sqlite'
      ? { whole: 'integer', date: 'text', truth: 'integer', end: sql`strict` }
      : { whole: 'bigint', date: 'timestamptz', truth: 'boolean', end: sql`` };
  return {
    async up(db) {
      await createAccounts(db, types);
      await createKeys(db, types);
      await createOurs(db, types);
      for (const [name, on, column] of indices) await db.schema.createIndex(name).on(on).column(column).execute();
    },
  };
}

const indices = [
  ['sessions_of_an_account', 'sessions', 'userId'],
  ['credentials_of_an_account', 'credentials', 'userId'],
  ['verifications_by_identifier', 'verifications', 'identifier'],
  ['second_factors_of_an_account', 'second_factors', 'userId'],
  ['passkeys_of_an_account', 'passkeys', 'userId'],
  ['links_of_an_address', 'account_links', 'email'],
  ['letters_by_time', 'letters', 'due_at'],
] as const;

function tableIn(db: Kysely<unknown>) {
  return (name: string) =>
    db.schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey().notNull());
}

/** Tables whose rows go with their account. */
function ownedIn(db: Kysely<unknown>) {
  const table = tableIn(db);
  return (name: string) =>
    table(name).addColumn('userId', 'text', (column) => column.notNull().references('accounts.id').onDelete('cascade'));
}

async function createAccounts(db: Kysely<unknown>, { date, truth, end }: Types): Promise<void> {
  const table = tableIn(db);
  const owned = ownedIn(db);
  await table('accounts')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('emailVerified', truth, (column) => column.notNull())
    .addColumn('image', 'text')
    .addColumn('createdAt', date, (column) => column.notNull())
    .addColumn('updatedAt', date, (column) => column.notNull())
    .addColumn('twoFactorEnabled', truth)
    .addColumn('language', 'text')
    .addColumn('operator', 'integer', (column) => column.notNull().defaultTo(0))
    .modifyEnd(end)
    .execute();
  await owned('sessions')
    .addColumn('expiresAt', date, (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull().unique())
    .addColumn('createdAt', date, (column) => column.notNull())
    .addColumn('updatedAt', date, (column) => column.notNull())
    .addColumn('ipAddress', 'text')
    .addColumn('userAgent', 'text')
    .modifyEnd(end)
    .execute();
  await owned('credentials')
    .addColumn('accountId', 'text', (column) => column.notNull())
    .addColumn('providerId', 'text', (column) => column.notNull())
    .addColumn('accessToken', 'text')
    .addColumn('refreshToken', 'text')
    .addColumn('idToken', 'text')
    .addColumn('accessTokenExpiresAt', date)
    .addColumn('refreshTokenExpiresAt', date)
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('createdAt', date, (column) => column.notNull())
    .addColumn('updatedAt', date, (column) => column.notNull())
    .addUniqueConstraint('credentials_once', ['providerId', 'accountId'])
    .modifyEnd(end)
    .execute();
}

async function createKeys(db: Kysely<unknown>, { date, truth, end }: Types): Promise<void> {
  const table = tableIn(db);
  const owned = ownedIn(db);
  await table('verifications')
    .addColumn('identifier', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('expiresAt', date, (column) => column.notNull())
    .addColumn('createdAt', date, (column) => column.notNull())
    .addColumn('updatedAt', date, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
  await owned('second_factors')
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('backupCodes', 'text', (column) => column.notNull())
    .addColumn('verified', truth)
    .addColumn('failedVerificationCount', 'integer')
    .addColumn('lockedUntil', date)
    .modifyEnd(end)
    .execute();
  await owned('passkeys')
    .addColumn('name', 'text')
    .addColumn('publicKey', 'text', (column) => column.notNull())
    .addColumn('credentialID', 'text', (column) => column.notNull().unique())
    .addColumn('counter', 'integer', (column) => column.notNull())
    .addColumn('deviceType', 'text', (column) => column.notNull())
    .addColumn('backedUp', truth, (column) => column.notNull())
    .addColumn('transports', 'text')
    .addColumn('createdAt', date)
    .addColumn('aaguid', 'text')
    .modifyEnd(end)
    .execute();
}

async function createOurs(db: Kysely<unknown>, { whole, end }: Types): Promise<void> {
  const table = tableIn(db);
  await table('account_links')
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('expires_at', whole, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
  await table('letters')
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('letter', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('due_at', whole, (column) => column.notNull())
    .addColumn('expires_at', whole, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
  await table('attempts')
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('last_at', whole, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
}
