import { type ChangeOrganisationInput, type Look, Look as StoredLook } from '@plenum/shared/api/organisation/contract';
import { hostingRoles, MemberRole } from '@plenum/shared/api/organisation/may';
import { Agreed, freeTier } from '@plenum/shared/api/tier/limits';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { OrganisationFacts } from '../../recordPorts.ts';
import type { OrganisationRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { contains } from './search.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';
import { tierOf } from './tiers.ts';

const plain: Look = { welcome: '', sender: '', colour: '' };
/** The organisations in one answer to an operator. */
const pageLength = 100;

/** How many host accounts an organisation has. */
export async function countHosts(database: Database, organisation: string): Promise<number> {
  const hosts = database
    .selectFrom('memberships')
    .select((is) => is.fn.countAll().as('count'))
    .where('organisation', '=', organisation)
    .where('role', 'in', hostingRoles);
  return Number((await hosts.executeTakeFirst())?.count ?? 0);
}

async function factsOf(database: Database, row: OrganisationRow): Promise<OrganisationFacts> {
  const count = async (table: 'spaces' | 'memberships') => {
    const rows = database.selectFrom(table).select((is) => is.fn.countAll().as('count'));
    return Number((await rows.where('organisation', '=', row.id).executeTakeFirst())?.count ?? 0);
  };
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    tier: await tierOf(database, row),
    agreed: Agreed.parse(JSON.parse(row.agreed)),
    look: StoredLook.parse(JSON.parse(row.look)),
    suspended: row.suspended === 1,
    ...(row.suspended === 1 && row.reason !== '' && { reason: row.reason }),
    ...(row.logo !== null && { logo: row.logo }),
    ...(row.recording_days !== null && { recordingDays: row.recording_days }),
    createdAt: row.created_at,
    spaces: await count('spaces'),
    hostAccounts: await countHosts(database, row.id),
    members: await count('memberships'),
  };
}

async function create(
  database: Database,
  row: Pick<OrganisationRow, 'id' | 'name' | 'kind' | 'tier' | 'person' | 'created_at'>,
): Promise<void> {
  await database
    .insertInto('organisations')
    .values({
      ...row,
      agreed: '{}',
      look: JSON.stringify(plain),
      suspended: 0,
      reason: '',
      logo: null,
      recording_days: null,
    })
    .onConflict((conflict) => conflict.column('person').doNothing())
    .execute();
}

/** The account's organisation of one, made now when it is missing. */
export async function ensureOwn(database: Database, acting: Acting, id: string): Promise<string> {
  const { asker, at } = acting;
  if (asker.is !== 'account') throw new AppError('invalid', 'A program must name an organisation.');
  const own = database.selectFrom('organisations').select('id').where('person', '=', asker.account);
  const known = await own.executeTakeFirst();
  if (known) return known.id;
  await create(database, {
    id,
    name: asker.name,
    kind: 'person',
    tier: freeTier,
    person: asker.account,
    created_at: at,
  });
  const made = await own.executeTakeFirstOrThrow();
  await database
    .insertInto('memberships')
    .values({ organisation: made.id, account: asker.account, role: 'owner', since: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await note(database, acting, { organisation: made.id, what: 'organisation:create', about: made.id });
  return made.id;
}

/** Only a group has a logo, so that the deletion of an account leaves no file. @throws AppError `notFound`, `forbidden` */
async function requireLogo(database: Database, { acting, organisation }: AboutOrganisation): Promise<OrganisationRow> {
  const { row } = await requireIn(database, acting, organisation, 'change');
  if (row.kind === 'person') throw new AppError('forbidden', 'The organisation of one person has no logo.');
  return row;
}

/** The organisations. */
export const organisations = {
  mine: question(async (database, { account }: { readonly account: string }) => {
    const rows = await database
      .selectFrom('memberships')
      .innerJoin('organisations', 'organisations.id', 'memberships.organisation')
      .select(['organisations.id', 'organisations.name', 'organisations.kind', 'organisations.tier', 'role'])
      .where('account', '=', account)
      .orderBy('organisations.name')
      .limit(200)
      .execute();
    return rows.map((row) => ({ ...row, role: MemberRole.parse(row.role) }));
  }),

  /** @throws AppError `notFound` for an unknown tier */
  create: change(
    async (
      database,
      { acting, id, name, tier }: { acting: Acting; id: string; name: string; tier: string },
    ): Promise<void> => {
      const known = database.selectFrom('tiers').select('id').where('id', '=', tier);
      if (!(await known.executeTakeFirst())) throw new AppError('notFound', 'There is no such tier.');
      await create(database, { id, name, kind: 'group', tier, person: null, created_at: acting.at });
      await note(database, acting, { organisation: id, what: 'organisation:create', about: id, detail: tier });
    },
  ),

  read: question(async (database, { acting, organisation }: AboutOrganisation): Promise<OrganisationFacts> => {
    const { row, standing } = await requireIn(database, acting, organisation, 'read');
    const { role, scopes } = standing;
    return { ...(await factsOf(database, row)), ...(role && scopes === undefined && { role }) };
  }),

  change: change(
    async (
      database,
      { acting, organisation, name, look, recordingDays }: AboutOrganisation & ChangeOrganisationInput,
    ): Promise<void> => {
      await requireIn(database, acting, organisation, 'change');
      const set = {
        ...(name !== undefined && { name }),
        ...(look && { look: JSON.stringify(look) }),
        ...(recordingDays !== undefined && { recording_days: recordingDays }),
      };
      const fields = Object.keys(set);
      if (fields.length === 0) return;
      await database.updateTable('organisations').set(set).where('id', '=', organisation).execute();
      await note(database, acting, {
        organisation,
        what: 'organisation:change',
        about: organisation,
        detail: fields.join(' '),
      });
    },
  ),

  /** @throws AppError `notFound`; `forbidden` for an asker who may not give this organisation a logo */
  requireLogo: question(async (database, about: AboutOrganisation): Promise<void> => {
    await requireLogo(database, about);
  }),

  /** Gives an organisation another logo, or none. @returns the file of the one before */
  setLogo: change(
    async (
      database,
      { acting, organisation, logo }: AboutOrganisation & { readonly logo: string | null },
    ): Promise<string | null> => {
      await lockOrganisation(database, organisation);
      const row = await requireLogo(database, { acting, organisation });
      await database.updateTable('organisations').set({ logo }).where('id', '=', organisation).execute();
      const detail = logo === null ? 'removed' : 'set';
      await note(database, acting, { organisation, what: 'organisation:logo', about: organisation, detail });
      return row.logo;
    },
  ),

  /** The names of organisations. */
  names: question(async (database, { ids }: { readonly ids: readonly string[] }) => {
    if (ids.length === 0) return [];
    return database.selectFrom('organisations').select(['id', 'name']).where('id', 'in', ids).execute();
  }),

  /** How many organisations have each tier. */
  byTier: question(async (database, _input: void) => {
    const rows = database.selectFrom('organisations').select((is) => ['tier', is.fn.countAll().as('count')]);
    return (await rows.groupBy('tier').execute()).map(({ tier, count }) => ({ tier, organisations: Number(count) }));
  }),

  /** For operators: one page, by id; `like` is a part of the name. */
  page: question(
    async (
      database,
      {
        like,
        tier,
        after,
      }: {
        readonly like?: string | undefined;
        readonly tier?: string | undefined;
        readonly after?: string | undefined;
      },
    ) => {
      let rows = database
        .selectFrom('organisations')
        .selectAll()
        .orderBy('id')
        .limit(pageLength + 1);
      if (after !== undefined) rows = rows.where('id', '>', after);
      if (tier !== undefined) rows = rows.where('tier', '=', tier);
      if (like !== undefined) rows = rows.where(contains('name', like));
      const found = await rows.execute();
      const facts: OrganisationFacts[] = [];
      for (const row of found.slice(0, pageLength)) facts.push(await factsOf(database, row));
      return { organisations: facts, more: found.length > pageLength };
    },
  ),

  /** For operators. @throws AppError `notFound` */
  rule: change(
    async (
      database,
      {
        acting,
        organisation,
        tier,
        agreed,
        suspended,
        reason,
      }: AboutOrganisation & {
        tier?: string | undefined;
        agreed?: Agreed | undefined;
        suspended?: boolean | undefined;
        reason?: string | undefined;
      },
    ): Promise<OrganisationFacts> => {
      if (tier !== undefined) {
        const known = database.selectFrom('tiers').select('id').where('id', '=', tier);
        if (!(await known.executeTakeFirst())) throw new AppError('notFound', 'There is no such tier.');
      }
      const set = {
        ...(tier !== undefined && { tier }),
        ...(agreed && { agreed: JSON.stringify(agreed) }),
        ...(suspended !== undefined && { suspended: suspended ? (1 as const) : (0 as const) }),
        ...(reason !== undefined && { reason }),
      };
      const fields = Object.keys(set);
      if (fields.length > 0) {
        await database.updateTable('organisations').set(set).where('id', '=', organisation).execute();
        const named = fields.filter((field) => field !== 'reason' && field !== 'suspended');
        const to = suspended === undefined ? [] : [suspended ? 'suspended' : 'resumed'];
        const detail = [...named, ...(tier === undefined ? [] : [tier]), ...to].join(' ');
        await note(database, acting, { organisation, what: 'organisation:rule', about: organisation, detail });
      }
      const row = await database
        .selectFrom('organisations')
        .selectAll()
        .where('id', '=', organisation)
        .executeTakeFirst();
      if (!row) throw new AppError('notFound', 'There is no such organisation.');
      return factsOf(database, row);
    },
  ),
};
