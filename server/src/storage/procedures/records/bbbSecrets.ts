import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { BbbSecretRow } from '../../recordRows.ts';
import { change, question } from '../procedure.ts';
import { note } from './audit.ts';
import { type AboutOrganisation, lockOrganisation, requireIn } from './standing.ts';

/** The most secrets of an organisation: each one costs a hash for each request. */
const mostSecrets = 20;

/** The secrets of BigBlueButton's API. They are stored encrypted, because a checksum is made with the secret itself. */
export const bbbSecrets = {
  /** The secrets of all organisations that are not suspended. */
  valid: question(async (database, _input: void) => {
    return database
      .selectFrom('bbb_secrets')
      .innerJoin('organisations', 'organisations.id', 'bbb_secrets.organisation')
      .select(['bbb_secrets.id', 'bbb_secrets.organisation', 'bbb_secrets.sealed'])
      .where('organisations.suspended', '=', 0)
      .execute();
  }),

  /** @throws AppError `full` */
  create: change(async (database, { acting, row }: { acting: Acting; row: BbbSecretRow }): Promise<void> => {
    const { organisation, id } = row;
    await lockOrganisation(database, organisation);
    await requireIn(database, acting, organisation, 'manageKeys');
    const known = database.selectFrom('bbb_secrets').select('id').where('organisation', '=', organisation);
    if ((await known.execute()).length >= mostSecrets) {
      throw new AppError('full', `An organisation has at most ${mostSecrets} secrets. Revoke one first.`);
    }
    await database.insertInto('bbb_secrets').values(row).execute();
    await note(database, acting, { organisation, what: 'organisation:createBbbSecret', about: id });
  }),

  list: question(async (database, { acting, organisation }: AboutOrganisation) => {
    await requireIn(database, acting, organisation, 'manageKeys');
    return database
      .selectFrom('bbb_secrets')
      .select(['id', 'name', 'created_at as createdAt'])
      .where('organisation', '=', organisation)
      .orderBy('created_at')
      .execute();
  }),

  /** @throws AppError `notFound` */
  revoke: change(
    async (database, { acting, organisation, id }: AboutOrganisation & { readonly id: string }): Promise<void> => {
      await requireIn(database, acting, organisation, 'manageKeys');
      const gone = database.deleteFrom('bbb_secrets').where('id', '=', id).where('organisation', '=', organisation);
      if ((await gone.executeTakeFirst()).numDeletedRows === 0n) {
        throw new AppError('notFound', 'There is no such secret.');
      }
      await note(database, acting, { organisation, what: 'organisation:revokeBbbSecret', about: id });
    },
    () => 'removed',
  ),
};
