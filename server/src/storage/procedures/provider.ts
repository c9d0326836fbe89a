import type { RegisteredClient } from '@plenum/shared/api/operator/clientContract';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import { type ClientRow, type GrantRow, mostClients, registeredBy } from '../recordPorts.ts';
import { change, type Database, question } from './procedure.ts';
import { note } from './records/audit.ts';

interface Stored {
  readonly clientId: string;
  readonly name: string | null;
  readonly redirectUris: string;
  readonly softwareId: string | null;
  readonly createdAt: string | Date | null;
}

const columns = [
  'oauth_clients.clientId',
  'oauth_clients.name',
  'oauth_clients.redirectUris',
  'oauth_clients.softwareId',
  'oauth_clients.createdAt',
] as const;

function listIn(text: string): string[] {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}

function clientIn({ clientId, name, redirectUris, softwareId, createdAt }: Stored): ClientRow {
  const byOperator = softwareId === registeredBy.operator;
  const created = createdAt === null ? 0 : new Date(createdAt).getTime();
  // A server that registered itself may call itself anything: only its host says who it is.
  return {
    id: clientId,
    name: byOperator ? (name ?? '') : '',
    redirects: listIn(redirectUris),
    byOperator,
    createdAt: created,
  };
}

/** Ends the tokens and the codes by which clients learn of an account; its grants stay. */
export async function endTokens(database: Database, account: string): Promise<void> {
  for (const table of ['oauth_access_tokens', 'oauth_refresh_tokens'] as const)
    await database.deleteFrom(table).where('userId', '=', account).execute();
  const codes = database.deleteFrom('verifications').where('value', 'like', `%"authorization_code"%`);
  await codes.where('value', 'like', `%${account}%`).execute();
}

/** The servers and programs that learn from this server who somebody is, and what people let them know. */
export const provider = {
  client: question(async (database, { client }: { readonly client: string }): Promise<ClientRow | undefined> => {
    const row = database.selectFrom('oauth_clients').select(columns).where('clientId', '=', client);
    const found = await row.executeTakeFirst();
    return found && clientIn(found);
  }),

  /** The client that registered itself with this one redirect address. */
  itself: question(async (database, { redirect }: { readonly redirect: string }): Promise<ClientRow | undefined> => {
    const row = database
      .selectFrom('oauth_clients')
      .select(columns)
      .where('softwareId', '=', registeredBy.itself)
      .where('redirectUris', '=', JSON.stringify([redirect]));
    const found = await row.orderBy('id').limit(1).executeTakeFirst();
    return found && clientIn(found);
  }),

  /** How many clients were registered in one way, a value of `registeredBy`. */
  count: question(async (database, { by }: { readonly by: string }): Promise<number> => {
    const counted = database.selectFrom('oauth_clients').select((is) => is.fn.countAll().as('count'));
    return Number((await counted.where('softwareId', '=', by).executeTakeFirstOrThrow()).count);
  }),

  /** Deletes the clients that registered themselves before a time and that no account has a grant for. */
  forgetUnused: change(async (database, { before }: { readonly before: number }): Promise<void> => {
    const unused = await database
      .selectFrom('oauth_clients')
      .select(columns)
      .where('softwareId', '=', registeredBy.itself)
      .where((is) => {
        const grants = is.selectFrom('oauth_grants').select('oauth_grants.id');
        return is.not(is.exists(grants.whereRef('oauth_grants.clientId', '=', 'oauth_clients.clientId')));
      })
      .execute();
    // The two databases store dates in two types, so the dates are compared here.
    const old = unused.map(clientIn).filter(({ createdAt }) => createdAt < before);
    if (old.length === 0) return;
    const ids = old.map(({ id }) => id);
    await database.deleteFrom('oauth_clients').where('clientId', 'in', ids).execute();
  }),

  clients: question(async (database, _input: void): Promise<RegisteredClient[]> => {
    const all = database.selectFrom('oauth_clients').select(columns);
    // The programs of operators come first, so that servers that register themselves crowd none out.
    const first = all.orderBy((is) =>
      is.case().when('softwareId', '=', registeredBy.operator).then(is.lit(0)).else(is.lit(1)).end(),
    );
    const rows = await first.orderBy('createdAt', 'desc').limit(mostClients).execute();
    const counted = database
      .selectFrom('oauth_grants')
      .select(['clientId', (is) => is.fn.countAll().as('people')])
      .groupBy('clientId');
    const people = new Map((await counted.execute()).map((row) => [row.clientId, Number(row.people)]));
    const clients = rows.map((row) => {
      const { id, redirects, ...rest } = clientIn(row);
      return { ...rest, client: id, redirects: [...redirects], people: people.get(id) ?? 0 };
    });
    return clients.toSorted((a, b) => b.createdAt - a.createdAt);
  }),

  /** @throws AppError `notFound` */
  remove: change(
    async (database, { acting, client }: { readonly acting: Acting; readonly client: string }): Promise<void> => {
      const removed = database.deleteFrom('oauth_clients').where('clientId', '=', client);
      const codes = database.deleteFrom('verifications').where('value', 'like', `%"authorization_code"%`);
      await codes.where('value', 'like', `%${client}%`).execute();
      for (const table of ['oauth_access_tokens', 'oauth_refresh_tokens', 'oauth_grants'] as const)
        await database.deleteFrom(table).where('clientId', '=', client).execute();
      if (Number((await removed.executeTakeFirst()).numDeletedRows) === 0)
        throw new AppError('notFound', 'There is no such server or program.');
      await note(database, acting, { what: 'client:remove', about: client });
    },
  ),

  grants: question(async (database, { account }: { readonly account: string }): Promise<GrantRow[]> => {
    const rows = await database
      .selectFrom('oauth_grants')
      .innerJoin('oauth_clients', 'oauth_clients.clientId', 'oauth_grants.clientId')
      .select([...columns, 'oauth_grants.scopes', 'oauth_grants.updatedAt'])
      .where('oauth_grants.userId', '=', account)
      .limit(mostClients)
      .execute();
    return rows.map(({ scopes, updatedAt, ...row }) => {
      return { ...clientIn(row), scopes: listIn(scopes), since: new Date(updatedAt).getTime() };
    });
  }),

  /** @throws AppError `notFound` */
  endGrant: change(
    async (database, { account, client }: { readonly account: string; readonly client: string }): Promise<void> => {
      const ended = database.deleteFrom('oauth_grants').where('userId', '=', account).where('clientId', '=', client);
      if (Number((await ended.executeTakeFirst()).numDeletedRows) === 0)
        throw new AppError('notFound', 'You do not sign in there with this account.');
      for (const table of ['oauth_access_tokens', 'oauth_refresh_tokens'] as const)
        await database.deleteFrom(table).where('userId', '=', account).where('clientId', '=', client).execute();
      const codes = database.deleteFrom('verifications').where('value', 'like', `%"authorization_code"%`);
      await codes.where('value', 'like', `%${client}%`).where('value', 'like', `%${account}%`).execute();
    },
  ),
};
