import type { CodeKind } from '@plenum/shared/api/space/contract';
import { mayInSpace, mayKnowSpace, type SpaceAct, type SpaceStanding } from '@plenum/shared/api/space/may';
import { SpaceSettings } from '@plenum/shared/api/space/settings';
import { hostingRoles, mayInOrganisation, MemberRole } from '@plenum/shared/api/organisation/may';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { SpaceFacts } from '../../recordPorts.ts';
import type { SpaceRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { ensureOwn } from './organisations.ts';
import { lockOrganisation, requireIn, standingIn } from './standing.ts';
import { requireBelow } from './tiers.ts';

/** The input of a procedure about a space. */
export interface AboutSpace {
  readonly acting: Acting;
  readonly space: string;
}

/** The spaces in one answer. */
const pageLength = 200;
const dayMs = 24 * 3_600_000;
/** The most shared hosts of a space. */
const mostHosts = 50;

export function noSpace(): AppError {
  return new AppError('notFound', 'There is no such space.');
}

async function hostsOf(database: Database, space: string): Promise<string[]> {
  const rows = database.selectFrom('space_hosts').select('account').where('space', '=', space).orderBy('account');
  return (await rows.execute()).map(({ account }) => account);
}

/** @throws when the stored settings cannot be read */
export async function spaceFacts(database: Database, row: SpaceRow): Promise<SpaceFacts> {
  return factsOf(row, await hostsOf(database, row.id));
}

function factsOf(row: SpaceRow, hosts: readonly string[]): SpaceFacts {
  const { id, slug, title, organisation, owner, room, created_at: createdAt } = row;
  return {
    id,
    slug,
    title,
    organisation,
    owner,
    hosts,
    settings: SpaceSettings.parse(JSON.parse(row.settings)),
    turns: { member: row.member_code, moderator: row.moderator_code, calendar: row.calendar_code },
    room: room ?? undefined,
    createdAt,
  };
}

/** The rights of an asker in a space at this moment; nobody has none. */
export async function standingInSpace(
  database: Database,
  acting: Acting | undefined,
  { id, organisation, owner }: Pick<SpaceRow, 'id' | 'organisation' | 'owner'>,
): Promise<SpaceStanding> {
  if (!acting) return { role: undefined, operator: false, owns: false, hosts: false };
  const standing = await standingIn(database, acting, organisation);
  const { asker } = acting;
  if (asker.is === 'key') return { ...standing, owns: false, hosts: false };
  const hosts = (await hostsOf(database, id)).includes(asker.account);
  return { ...standing, owns: owner === asker.account, hosts };
}

/**
 * The space and the rights of the asker in it.
 * @throws AppError `notFound` also for a space that the asker may not know of; `forbidden`
 */
export async function requireSpace(
  database: Database,
  acting: Acting,
  space: string,
  act: SpaceAct,
): Promise<SpaceRow> {
  const row = await database.selectFrom('spaces').selectAll().where('id', '=', space).executeTakeFirst();
  const standing = row && (await standingInSpace(database, acting, row));
  if (!row || !standing || !mayKnowSpace(standing)) throw noSpace();
  if (!mayInSpace(standing, act)) throw new AppError('forbidden', 'You may not do this with this space.');
  return row;
}

/** The account that owns what a program makes: the first owner of the organisation. */
async function ownerFor(database: Database, { asker }: Acting, organisation: string): Promise<string> {
  if (asker.is === 'account') return asker.account;
  const owners = database.selectFrom('memberships').select('account').where('organisation', '=', organisation);
  return (await owners.where('role', '=', 'owner').orderBy('since').executeTakeFirstOrThrow()).account;
}

/** The hosts of many spaces by one query: a query for each space would keep a remote database busy with a home page. */
async function hostsOfEach(database: Database, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = database.selectFrom('space_hosts').select(['space', 'account']).where('space', 'in', ids);
  const hosts = new Map<string, string[]>();
  for (const { space, account } of await rows.orderBy('account').execute()) {
    const known = hosts.get(space);
    if (known) known.push(account);
    else hosts.set(space, [account]);
  }
  return hosts;
}

/** When the last meeting of each space began, in ms since 1970; a space without a meeting is missing. */
async function lastMeetings(database: Database, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = database
    .selectFrom('meetings')
    .select((is) => ['space', is.fn.max('started_at').as('last')])
    .where('space', 'in', ids)
    .groupBy('space');
  return new Map((await rows.execute()).map(({ space, last }) => [space, last]));
}

type NewSpace = Pick<AboutSpace, 'acting'> & {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly settings: SpaceSettings;
  /** Absent: the asker's own organisation of one. */
  readonly organisation?: string | undefined;
  /** The id of that organisation, if it must be made. */
  readonly own: string;
};

async function write(database: Database, space: string, set: Partial<Omit<SpaceRow, 'id'>>): Promise<void> {
  await database.updateTable('spaces').set(set).where('id', '=', space).execute();
}

/** The spaces. */
export const spaces = {
  /** The titles of spaces. */
  titles: question(async (database, { ids }: { readonly ids: readonly string[] }) => {
    if (ids.length === 0) return [];
    return database.selectFrom('spaces').select(['id', 'title']).where('id', 'in', ids).execute();
  }),

  /** @throws AppError `notFound`, `forbidden`; `conflict`, bound `slug`, for an address that is taken; LimitMet */
  create: change(async (database, { acting, id, slug, title, settings, ...where }: NewSpace): Promise<SpaceFacts> => {
    const organisation = where.organisation ?? (await ensureOwn(database, acting, where.own));
    await lockOrganisation(database, organisation);
    const { row: owner } = await requireIn(database, acting, organisation, 'createSpace');
    const count = await database
      .selectFrom('spaces')
      .select((is) => is.fn.countAll().as('count'))
      .where('organisation', '=', organisation)
      .executeTakeFirst();
    const remedies = ['removeOne', 'changeTier'] as const;
    await requireBelow(database, owner, { limit: 'spaces', count: Number(count?.count ?? 0), remedies: [...remedies] });
    const taken = database.selectFrom('spaces').select('id').where('slug', '=', slug);
    if (await taken.executeTakeFirst()) {
      throw new AppError('conflict', 'This address is taken. Choose another one.', 'slug');
    }
    const row: SpaceRow = {
      id,
      slug,
      organisation,
      owner: await ownerFor(database, acting, organisation),
      title,
      settings: JSON.stringify(settings),
      member_code: 0,
      moderator_code: 0,
      calendar_code: 0,
      room: null,
      shelf: null,
      created_at: acting.at,
    };
    await database.insertInto('spaces').values(row).execute();
    await note(database, acting, { organisation, what: 'space:create', about: id });
    return spaceFacts(database, row);
  }),

  /** Those that the account owns or hosts, or all of one organisation. */
  page: question(
    async (
      database,
      {
        acting,
        organisation,
        after = '',
      }: Pick<AboutSpace, 'acting'> & { organisation?: string | undefined; after?: string | undefined },
    ) => {
      const { asker } = acting;
      const of = organisation ?? (asker.is === 'key' ? asker.organisation : undefined);
      let rows = database.selectFrom('spaces').selectAll().where('id', '>', after).orderBy('id');
      if (of !== undefined) {
        await requireIn(database, acting, of, 'listSpaces');
        rows = rows.where('organisation', '=', of);
      } else if (asker.is === 'account') {
        const { account } = asker;
        // Two small lists by two indexes: PostgreSQL reads all spaces for an `or` of the two.
        const owned = database.selectFrom('spaces').select('id').where('owner', '=', account);
        const hosted = database.selectFrom('space_hosts').select('space as id').where('account', '=', account);
        rows = rows.where('id', 'in', owned.union(hosted));
      }
      const found = await rows.limit(pageLength + 1).execute();
      const page = found.slice(0, pageLength);
      const ids = page.map(({ id }) => id);
      const [hosts, last] = [await hostsOfEach(database, ids), await lastMeetings(database, ids)];
      const facts = page.map((row) => ({ ...factsOf(row, hosts.get(row.id) ?? []), lastMeeting: last.get(row.id) }));
      return { spaces: facts, more: found.length > pageLength };
    },
  ),

  read: question(async (database, { acting, space }: AboutSpace): Promise<SpaceFacts> => {
    return spaceFacts(database, await requireSpace(database, acting, space, 'read'));
  }),

  /** @throws AppError `conflict` when the new owner has no host account in the organisation */
  change: change(
    async (
      database,
      {
        acting,
        space,
        title,
        settings,
        owner,
      }: AboutSpace & { title?: string | undefined; settings?: SpaceSettings | undefined; owner?: string | undefined },
    ): Promise<SpaceFacts> => {
      const row = await requireSpace(database, acting, space, 'change');
      if (owner !== undefined) await requireHosting(database, row.organisation, owner);
      const set = {
        ...(title !== undefined && { title }),
        ...(settings && { settings: JSON.stringify(settings) }),
        ...(owner !== undefined && { owner }),
      };
      const fields = Object.keys(set);
      if (fields.length > 0) {
        await write(database, space, set);
        const { organisation } = row;
        await note(database, acting, { organisation, what: 'space:change', about: space, detail: fields.join(' ') });
      }
      return spaceFacts(database, { ...row, ...set });
    },
  ),

  /** Removes a space; its rooms are erased soon after. @returns the rooms that it kept */
  remove: change(async (database, { acting, space }: AboutSpace): Promise<string[]> => {
    const { organisation } = await requireSpace(database, acting, space, 'remove');
    const rooms = await releaseRooms(database, [space]);
    await database.deleteFrom('meetings').where('space', '=', space).execute();
    await database.deleteFrom('spaces').where('id', '=', space).execute();
    await note(database, acting, { organisation, what: 'space:remove', about: space });
    return rooms;
  }),

  /**
   * Erases what the spaces keep for a time only: the history of meetings that ended longer ago, and the room, which the next
   * sweep erases, when its last member left longer ago.
   */
  forgetOld: change(
    async (database, { now }: { readonly now: number }): Promise<void> => {
      const rows = database
        .selectFrom('spaces')
        .select(['id', 'room', 'settings'])
        .where('settings', 'like', '%"days"%');
      for (const { id, room, settings } of await rows.execute()) {
        const { days } = SpaceSettings.parse(JSON.parse(settings));
        if (days === undefined) continue;
        const time = now - days * dayMs;
        await database.deleteFrom('meetings').where('space', '=', id).where('ended_at', '<', time).execute();
        if (room === null) continue;
        const old = database
          .updateTable('rooms')
          .set({ kept: 0 })
          .where('id', '=', room)
          .where('empty_since', '<', time);
        if ((await old.executeTakeFirst()).numUpdatedRows > 0n) await write(database, id, { room: null });
      }
    },
    () => 'left',
  ),

  renewCode: change(
    async (database, { acting, space, code }: AboutSpace & { readonly code: CodeKind }): Promise<SpaceFacts> => {
      const row = await requireSpace(database, acting, space, 'renewCodes');
      const column = `${code}_code` as const;
      const set = { [column]: row[column] + 1 };
      await write(database, space, set);
      const { organisation } = row;
      await note(database, acting, { organisation, what: 'space:renewCode', about: space, detail: code });
      return spaceFacts(database, { ...row, ...set });
    },
  ),

  /** @throws AppError `notFound`, `forbidden` */
  requireShare: question(async (database, { acting, space }: AboutSpace): Promise<void> => {
    await requireSpace(database, acting, space, 'share');
  }),

  /** @throws AppError `full` */
  addHost: change(
    async (database, { acting, space, account }: AboutSpace & { readonly account: string }): Promise<SpaceFacts> => {
      const row = await requireSpace(database, acting, space, 'share');
      await lockOrganisation(database, row.organisation);
      const hosts = await hostsOf(database, space);
      if (hosts.length >= mostHosts && !hosts.includes(account)) {
        throw new AppError('full', `A space has at most ${mostHosts} shared hosts.`);
      }
      await database
        .insertInto('space_hosts')
        .values({ space, account })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const { organisation } = row;
      await note(database, acting, { organisation, what: 'space:addHost', about: space, detail: account });
      return spaceFacts(database, row);
    },
  ),

  removeHost: change(
    async (database, { acting, space, account }: AboutSpace & { readonly account: string }): Promise<SpaceFacts> => {
      const row = await requireSpace(database, acting, space, 'share');
      await database.deleteFrom('space_hosts').where('space', '=', space).where('account', '=', account).execute();
      const { organisation } = row;
      await note(database, acting, { organisation, what: 'space:removeHost', about: space, detail: account });
      return spaceFacts(database, row);
    },
  ),
};

/** @throws AppError `conflict` */
async function requireHosting(database: Database, organisation: string, account: string): Promise<void> {
  const found = database.selectFrom('memberships').select('role').where('organisation', '=', organisation);
  const role = MemberRole.safeParse((await found.where('account', '=', account).executeTakeFirst())?.role).data;
  if (role && hostingRoles.includes(role) && mayInOrganisation({ role, operator: false }, 'createSpace')) return;
  throw new AppError('conflict', 'The new owner needs a host account in the organisation.');
}

/** Lets go of the rooms of spaces: the sweep erases them. @returns the rooms */
export async function releaseRooms(database: Database, of: readonly string[]): Promise<string[]> {
  if (of.length === 0) return [];
  const rows = await database.selectFrom('rooms').select('id').where('space', 'in', of).execute();
  // From the beginning of time, so that the next sweep finds them.
  await database.updateTable('rooms').set({ kept: 0 }).where('space', 'in', of).execute();
  return rows.map(({ id }) => id);
}
