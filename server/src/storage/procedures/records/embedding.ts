import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { SigningKeyRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';
import { platformOrigins } from './lti.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';

/** The most signing keys of an organisation. */
const mostKeys = 50;
const Texts = z.array(z.string());

const textsOf = (json: string) => Texts.parse(JSON.parse(json));

/** A signing key as it is stored; `spaces` undefined for all of the organisation. */
function keyOf({ spaces, ...row }: SigningKeyRow) {
  return { ...row, spaces: spaces === null ? undefined : textsOf(spaces) };
}

/** The named sites and the learning platforms of an organisation. */
async function framesOf(database: Database, organisation: string): Promise<string[]> {
  const all = [...(await originsOf(database, organisation)), ...(await platformOrigins(database, organisation))];
  return [...new Set(all)];
}

async function originsOf(database: Database, organisation: string): Promise<string[]> {
  const row = database.selectFrom('frames').select('origins').where('organisation', '=', organisation);
  const found = await row.executeTakeFirst();
  return found ? textsOf(found.origins) : [];
}

/** The way into meetings from other web sites: keys of signed links, and the sites that may show a meeting. */
export const embedding = {
  /** Undefined for an unknown and a revoked key. */
  findKey: question(async (database, { id }: { readonly id: string }) => {
    const row = await database.selectFrom('signing_keys').selectAll().where('id', '=', id).executeTakeFirst();
    return row && keyOf(row);
  }),

  read: question(async (database, { acting, organisation }: AboutOrganisation) => {
    await requireIn(database, acting, organisation, 'manageEmbedding');
    const keys = database.selectFrom('signing_keys').selectAll().where('organisation', '=', organisation);
    return {
      keys: (await keys.orderBy('created_at').execute()).map(keyOf),
      origins: await originsOf(database, organisation),
    };
  }),

  /** @throws AppError `full`; `notFound` for a space that is not one of the organisation */
  createKey: change(
    async (
      database,
      { acting, row }: { readonly acting: AboutOrganisation['acting']; readonly row: SigningKeyRow },
    ) => {
      const { organisation, id, spaces } = row;
      await lockOrganisation(database, organisation);
      await requireIn(database, acting, organisation, 'manageEmbedding');
      const known = database.selectFrom('signing_keys').select('id').where('organisation', '=', organisation);
      if ((await known.execute()).length >= mostKeys) {
        throw new AppError('full', `An organisation has at most ${mostKeys} signing keys. Revoke one first.`);
      }
      const named = spaces === null ? [] : [...new Set(textsOf(spaces))];
      if (named.length > 0) {
        const own = database.selectFrom('spaces').select('id').where('organisation', '=', organisation);
        const found = await own.where('id', 'in', named).execute();
        if (found.length < named.length) throw new AppError('notFound', 'There is no such space in this organisation.');
      }
      await database.insertInto('signing_keys').values(row).execute();
      const detail = row.algorithm;
      await note(database, acting, { organisation, what: 'organisation:createSigningKey', about: id, detail });
    },
  ),

  /** @throws AppError `notFound` */
  revokeKey: change(async (database, { acting, organisation, id }: AboutOrganisation & { readonly id: string }) => {
    await requireIn(database, acting, organisation, 'manageEmbedding');
    const gone = database.deleteFrom('signing_keys').where('id', '=', id).where('organisation', '=', organisation);
    if ((await gone.executeTakeFirst()).numDeletedRows === 0n) throw new AppError('notFound', 'There is no such key.');
    await note(database, acting, { organisation, what: 'organisation:revokeSigningKey', about: id });
  }),

  setOrigins: change(
    async (
      database,
      { acting, organisation, origins }: AboutOrganisation & { readonly origins: readonly string[] },
    ) => {
      await requireIn(database, acting, organisation, 'manageEmbedding');
      const row = { organisation, origins: JSON.stringify(origins) };
      await database
        .insertInto('frames')
        .values(row)
        .onConflict((conflict) => conflict.column('organisation').doUpdateSet({ origins: row.origins }))
        .execute();
      const detail = origins.join(' ');
      await note(database, acting, { organisation, what: 'organisation:setOrigins', about: organisation, detail });
    },
  ),

  /** The sites that may show a meeting: by the slug of its space, its room, or the organisation. None for an unknown one. */
  framesOf: question(
    async (
      database,
      about: { readonly slug: string } | { readonly roomId: string } | { readonly organisation: string },
    ): Promise<string[]> => {
      if ('organisation' in about) return framesOf(database, about.organisation);
      const spaces = database.selectFrom('spaces').select('spaces.organisation');
      const found =
        'slug' in about
          ? spaces.where('spaces.slug', '=', about.slug)
          : spaces.innerJoin('rooms', 'rooms.space', 'spaces.id').where('rooms.id', '=', about.roomId);
      const space = await found.executeTakeFirst();
      return space ? framesOf(database, space.organisation) : [];
    },
  ),
};
