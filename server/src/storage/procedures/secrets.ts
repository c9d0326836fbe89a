import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { change, question } from './procedure.ts';

const Secret = z.string().check(z.minLength(40));

/** The secrets that are created at the first start. */
export const secrets = {
  /** Returns a secret, and creates it when it is missing; of several nodes at once, one creates it for all. */
  require: change(async (database, { name }: { readonly name: string }): Promise<string> => {
    await database
      .insertInto('secrets')
      .values({ name, value: randomBytes(32).toString('base64url') })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await database.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
    return Secret.parse(row?.value);
  }),

  /** Returns a secret that is no random text, and stores this one when it is missing. */
  keep: change(
    async (database, { name, value }: { readonly name: string; readonly value: string }): Promise<string> => {
      await database
        .insertInto('secrets')
        .values({ name, value })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const row = await database.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
      return Secret.parse(row?.value);
    },
  ),

  find: question(async (database, { name }: { readonly name: string }): Promise<string | undefined> => {
    const row = await database.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value;
  }),
};
