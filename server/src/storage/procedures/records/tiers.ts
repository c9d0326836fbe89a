import { Tier, TierFeatures } from '@plenum/shared/api/tier/contract';
import { Agreed, boundOf, type LimitName, Limits } from '@plenum/shared/api/tier/limits';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError, LimitMet, type MetLimit } from '@plenum/shared/core/errors';
import type { OrganisationRow, TierRow } from '../../recordRows.ts';
import { change, type Database, question } from '../procedure.ts';
import { note } from './audit.ts';

/** The most tiers of a server. */
const mostTiers = 200;

/** A stored tier. @throws when the row cannot be read */
function readTier({ id, name, contribution, limits, features, sort }: TierRow): Tier {
  return {
    id,
    name,
    contribution,
    limits: Limits.parse(JSON.parse(limits)),
    features: TierFeatures.parse(JSON.parse(features)),
    order: sort,
  };
}

/** The tier of an organisation. */
export async function tierOf(database: Database, { tier }: Pick<OrganisationRow, 'tier'>): Promise<Tier> {
  return readTier(await database.selectFrom('tiers').selectAll().where('id', '=', tier).executeTakeFirstOrThrow());
}

/** The bound of a locked organisation for one of the limits; undefined for none. */
export async function boundFor(
  database: Database,
  row: OrganisationRow,
  limit: LimitName,
): Promise<number | undefined> {
  const { limits } = await tierOf(database, row);
  return boundOf(limits, Agreed.parse(JSON.parse(row.agreed)), limit);
}

/**
 * Checks a count of an organisation that the caller has locked, before one more is added.
 * @throws LimitMet
 */
export async function requireBelow(
  database: Database,
  row: OrganisationRow,
  { limit, count, remedies }: { limit: LimitName; count: number; remedies: MetLimit['remedies'] },
): Promise<void> {
  const most = await boundFor(database, row, limit);
  if (most === undefined || count < most) return;
  const { name: tier } = await tierOf(database, row);
  throw new LimitMet(`The tier "${tier}" of "${row.name}" allows ${most} (${limit}), and that many are in use.`, {
    limit,
    most,
    whose: row.name,
    tier,
    remedies,
  });
}

/** The tiers of this server. */
export const tiers = {
  list: question(async (database, _input: void): Promise<Tier[]> => {
    return (await database.selectFrom('tiers').selectAll().orderBy('sort').orderBy('id').execute()).map(readTier);
  }),

  /** @throws AppError `full` */
  set: change(async (database, { acting, tier }: { readonly acting: Acting; readonly tier: Tier }): Promise<void> => {
    const { id, name, contribution, order: sort } = tier;
    const row = {
      name,
      contribution,
      limits: JSON.stringify(tier.limits),
      features: JSON.stringify(tier.features),
      sort,
    };
    const known = await database.selectFrom('tiers').select('id').execute();
    if (known.length >= mostTiers && !known.some((one) => one.id === id)) {
      throw new AppError('full', `A server has at most ${mostTiers} tiers. Remove one first.`);
    }
    await database
      .insertInto('tiers')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    await note(database, acting, { what: 'tier:set', about: id });
  }),

  /** @throws AppError `notFound`; `conflict` while an organisation has the tier */
  remove: change(
    async (database, { acting, tier }: { readonly acting: Acting; readonly tier: string }): Promise<void> => {
      const used = database.selectFrom('organisations').select('id').where('tier', '=', tier).limit(1);
      if ((await used.executeTakeFirst()) || tier === 'basic') {
        throw new AppError('conflict', 'This tier is in use. Give its organisations another one first.');
      }
      const { numDeletedRows } = await database.deleteFrom('tiers').where('id', '=', tier).executeTakeFirst();
      if (numDeletedRows === 0n) throw new AppError('notFound', 'There is no such tier.');
      await note(database, acting, { what: 'tier:remove', about: tier });
    },
  ),
};
