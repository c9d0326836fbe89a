import { firstSettings } from '@plenum/shared/api/space/settings';
import { WebOrigin } from '@plenum/shared/api/embedding/origin';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { PlatformNamed } from '../../recordPorts.ts';
import type { LtiPlatformRow, SpaceRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';
import { requireBelow } from './tiers.ts';

/** The most learning platforms of an organisation. */
const mostPlatforms = 20;
const Texts = z.array(z.string());

function platformOf({ deployments, ...row }: LtiPlatformRow) {
  return { ...row, deployments: Texts.parse(JSON.parse(deployments)) };
}

/** The space of an activity that is made at its first launch. */
export interface NewSpace {
  readonly platform: string;
  readonly link: string;
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The address of the space of an activity; undefined before the first launch, and after the space was removed. */
async function slugOf(database: Database, { platform, link }: Pick<NewSpace, 'platform' | 'link'>) {
  const links = database.selectFrom('lti_links').innerJoin('spaces', 'spaces.id', 'lti_links.space');
  const found = links
    .select('spaces.slug')
    .where('lti_links.platform', '=', platform)
    .where('lti_links.link', '=', link);
  return (await found.executeTakeFirst())?.slug;
}

/** The origins of the platforms of an organisation, which show its meetings in their courses. */
export async function platformOrigins(database: Database, organisation: string): Promise<string[]> {
  const rows = database.selectFrom('lti_platforms').select('sign_in_url').where('organisation', '=', organisation);
  const origins = (await rows.execute()).map(({ sign_in_url: url }) => new URL(url).origin);
  return [...new Set(origins)].filter((origin) => WebOrigin.safeParse(origin).success);
}

/** Learning platforms, and the spaces of their activities. */
export const lti = {
  /** Undefined for an unknown and a removed platform. */
  find: question(async (database, { id }: { readonly id: string }) => {
    const row = await database.selectFrom('lti_platforms').selectAll().where('id', '=', id).executeTakeFirst();
    return row && platformOf(row);
  }),

  /** The platform that begins a launch; without a client id only where the issuer has one client at this address. */
  findIssuer: question(async (database, { organisation, issuer, clientId }: PlatformNamed) => {
    let rows = database.selectFrom('lti_platforms').selectAll().where('issuer', '=', issuer).limit(2);
    rows =
      organisation === undefined ? rows.where('shared_address', '=', 1) : rows.where('organisation', '=', organisation);
    if (clientId !== undefined) rows = rows.where('client_id', '=', clientId);
    const [row, second] = await rows.execute();
    return row && !second ? platformOf(row) : undefined;
  }),

  list: question(async (database, { acting, organisation }: AboutOrganisation) => {
    await requireIn(database, acting, organisation, 'manageEmbedding');
    const rows = database.selectFrom('lti_platforms').selectAll().where('organisation', '=', organisation);
    return (await rows.orderBy('created_at').execute()).map(platformOf);
  }),

  /** @throws AppError `full`; `conflict` for a client that the organisation has registered already */
  add: change(
    async (
      database,
      { acting, row }: { readonly acting: AboutOrganisation['acting']; readonly row: LtiPlatformRow },
    ) => {
      const { organisation, id } = row;
      await lockOrganisation(database, organisation);
      await requireIn(database, acting, organisation, 'manageEmbedding');
      const own = database.selectFrom('lti_platforms').select('id').where('organisation', '=', organisation);
      if ((await own.execute()).length >= mostPlatforms) {
        throw new AppError(
          'full',
          `An organisation has at most ${mostPlatforms} learning platforms. Remove one first.`,
        );
      }
      const added = await database
        .insertInto('lti_platforms')
        .values(row)
        .onConflict((conflict) => conflict.columns(['organisation', 'issuer', 'client_id']).doNothing())
        .executeTakeFirst();
      if (added.numInsertedOrUpdatedRows !== 1n) {
        throw new AppError('conflict', 'This client of the platform is registered already.', 'client');
      }
      await note(database, acting, { organisation, what: 'organisation:addPlatform', about: id });
    },
  ),

  /** @throws AppError `notFound` */
  remove: change(async (database, { acting, organisation, id }: AboutOrganisation & { readonly id: string }) => {
    await requireIn(database, acting, organisation, 'manageEmbedding');
    const gone = database.deleteFrom('lti_platforms').where('id', '=', id).where('organisation', '=', organisation);
    if ((await gone.executeTakeFirst()).numDeletedRows === 0n) {
      throw new AppError('notFound', 'There is no such platform.');
    }
    await note(database, acting, { organisation, what: 'organisation:removePlatform', about: id });
  }),

  /** The address of the space of an activity; undefined before the first launch. */
  spaceOf: question((database, about: Pick<NewSpace, 'platform' | 'link'>) => slugOf(database, about)),

  /** Makes the space of an activity, or returns the one that another launch made. The first owner of the organisation has it. */
  makeSpace: change(async (database, { platform, link, id, slug, title, at }: NewSpace): Promise<string> => {
    const { organisation } = await database
      .selectFrom('lti_platforms')
      .select('organisation')
      .where('id', '=', platform)
      .executeTakeFirstOrThrow();
    await lockOrganisation(database, organisation);
    const known = await slugOf(database, { platform, link });
    if (known !== undefined) return known;
    const owners = database.selectFrom('memberships').select('account').where('organisation', '=', organisation);
    const { account } = await owners.where('role', '=', 'owner').orderBy('since').executeTakeFirstOrThrow();
    const row = database.selectFrom('organisations').selectAll().where('id', '=', organisation);
    const spaces = database.selectFrom('spaces').select('id').where('organisation', '=', organisation);
    const count = (await spaces.execute()).length;
    const remedies = ['removeOne' as const, 'changeTier' as const];
    await requireBelow(database, await row.executeTakeFirstOrThrow(), { limit: 'spaces', count, remedies });
    const space: SpaceRow = {
      id,
      slug,
      organisation,
      owner: account,
      title,
      // The people of a course come by the platform; the bare address lets in whom a host lets in.
      settings: JSON.stringify({ ...firstSettings, door: 'members', start: 'members' }),
      member_code: 0,
      moderator_code: 0,
      calendar_code: 0,
      room: null,
      shelf: null,
      created_at: at,
    };
    await database.insertInto('spaces').values(space).execute();
    await database.insertInto('lti_links').values({ platform, link, space: id }).execute();
    return slug;
  }),
};
