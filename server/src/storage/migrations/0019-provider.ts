import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/**
 * What it takes to be a provider of accounts for other servers: the tables of the library, with its column names and types
 * (decision 0130). Lists are texts of JSON. It refuses to start without its tables for features that are off (decision
 * 0182): they stay empty.
 */
export function provider(dialect: Dialect): Migration {
  const isSqlite = dialect === 'sqlite';
  const types = {
    date: isSqlite ? ('text' as const) : ('timestamptz' as const),
    truth: isSqlite ? ('integer' as const) : ('boolean' as const),
    json: isSqlite ? ('text' as const) : ('jsonb' as const),
    whole: 'integer' as const,
    end: isSqlite ? sql`strict` : sql``,
  };
  return {
    async up(db) {
      await createClients(db, types);
      await createTokens(db, types);
      await createUnused(db, types);
      for (const [name, on, column] of indices) await db.schema.createIndex(name).on(on).column(column).execute();
    },
  };
}

interface Types {
  readonly date: 'text' | 'timestamptz';
  readonly truth: 'integer' | 'boolean';
  readonly json: 'text' | 'jsonb';
  readonly whole: 'integer';
  readonly end: ReturnType<typeof sql>;
}

const indices = [
  ['access_tokens_of_an_account', 'oauth_access_tokens', 'userId'],
  ['access_tokens_of_a_code', 'oauth_access_tokens', 'authorizationCodeId'],
  ['refresh_tokens_of_an_account', 'oauth_refresh_tokens', 'userId'],
  ['refresh_tokens_of_a_code', 'oauth_refresh_tokens', 'authorizationCodeId'],
  ['grants_of_an_account', 'oauth_grants', 'userId'],
] as const;

function tableIn(db: Kysely<unknown>) {
  return (name: string) =>
    db.schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey().notNull());
}

async function createClients(db: Kysely<unknown>, { date, truth, json, end }: Types): Promise<void> {
  const table = tableIn(db);
  await table('provider_keys')
    .addColumn('publicKey', 'text', (column) => column.notNull())
    .addColumn('privateKey', 'text', (column) => column.notNull())
    .addColumn('createdAt', date, (column) => column.notNull())
    .addColumn('expiresAt', date)
    .addColumn('alg', 'text')
    .addColumn('crv', 'text')
    .modifyEnd(end)
    .execute();
  let clients = table('oauth_clients')
    .addColumn('clientId', 'text', (column) => column.notNull().unique())
    .addColumn('redirectUris', 'text', (column) => column.notNull())
    .addColumn('userId', 'text', (column) => column.references('accounts.id').onDelete('set null'))
    .addColumn('createdAt', date)
    .addColumn('updatedAt', date)
    .addColumn('metadata', json);
  for (const name of clientTexts) clients = clients.addColumn(name, 'text');
  for (const name of clientTruths) clients = clients.addColumn(name, truth);
  await clients.modifyEnd(end).execute();
}

const clientTexts = [
  'clientSecret',
  'clientDiscoveryId',
  'subjectType',
  'scopes',
  'clientCredentialsScopes',
  'name',
  'uri',
  'icon',
  'contacts',
  'tos',
  'policy',
  'softwareId',
  'softwareVersion',
  'softwareStatement',
  'postLogoutRedirectUris',
  'backchannelLogoutUri',
  'tokenEndpointAuthMethod',
  'applicationType',
  'jwks',
  'jwksUri',
  'grantTypes',
  'responseTypes',
  'referenceId',
];

const clientTruths = [
  'disabled',
  'skipConsent',
  'enableEndSession',
  'backchannelLogoutSessionRequired',
  'requirePKCE',
  'dpopBoundAccessTokens',
];

async function createTokens(db: Kysely<unknown>, { date, json, end }: Types): Promise<void> {
  const owned = (name: string) =>
    tableIn(db)(name)
      .addColumn('clientId', 'text', (column) =>
        column.notNull().references('oauth_clients.clientId').onDelete('cascade'),
      )
      .addColumn('userId', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
      .addColumn('referenceId', 'text')
      .addColumn('resources', 'text')
      .addColumn('requestedUserInfoClaims', 'text')
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('createdAt', date, (column) => column.notNull());
  const token = (name: string) =>
    owned(name)
      .addColumn('token', 'text', (column) => column.notNull().unique())
      .addColumn('sessionId', 'text')
      .addColumn('authorizationCodeId', 'text')
      .addColumn('expiresAt', date, (column) => column.notNull())
      .addColumn('revoked', date)
      .addColumn('confirmation', json);
  await token('oauth_access_tokens').addColumn('refreshId', 'text').modifyEnd(end).execute();
  await token('oauth_refresh_tokens')
    .addColumn('rotatedAt', date)
    .addColumn('rotationReplayResponse', 'text')
    .addColumn('rotationReplayExpiresAt', date)
    .addColumn('authTime', date)
    .modifyEnd(end)
    .execute();
  await owned('oauth_grants')
    .addColumn('updatedAt', date, (column) => column.notNull())
    .addUniqueConstraint('grants_once', ['clientId', 'userId'])
    .modifyEnd(end)
    .execute();
}

async function createUnused(db: Kysely<unknown>, { date, truth, json, whole, end }: Types): Promise<void> {
  const table = tableIn(db);
  await table('oauth_resources')
    .addColumn('identifier', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('accessTokenTtl', whole)
    .addColumn('refreshTokenTtl', whole)
    .addColumn('signingAlgorithm', 'text')
    .addColumn('signingKeyId', 'text')
    .addColumn('allowedScopes', 'text')
    .addColumn('customClaims', json)
    .addColumn('dpopBoundAccessTokensRequired', truth)
    .addColumn('disabled', truth)
    .addColumn('createdAt', date)
    .addColumn('updatedAt', date)
    .addColumn('policyVersion', whole)
    .addColumn('metadata', json)
    .modifyEnd(end)
    .execute();
  await table('oauth_client_resources')
    .addColumn('clientId', 'text', (column) => column.notNull())
    .addColumn('resourceId', 'text', (column) => column.notNull())
    .addColumn('metadata', json)
    .addColumn('createdAt', date)
    .addUniqueConstraint('client_resources_once', ['clientId', 'resourceId'])
    .modifyEnd(end)
    .execute();
  await table('oauth_client_assertions')
    .addColumn('expiresAt', date, (column) => column.notNull())
    .modifyEnd(end)
    .execute();
}
