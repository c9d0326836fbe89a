import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { change } from './procedure.ts';

const Secret = z.string().check(z.minLength(40));

/** Secrets that are made at the first start. */
export const secrets = {
  /** Makes it unless it is there; of several nodes that ask at once, one makes it for all. */
  require: change(async (database, { name }: { readonly name: string }): Promise<string> => {
    await database
      .insertInto('secrets')
      .values({ name, value: randomBytes(32).toString('base64url') })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await database.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
    return Secret.parse(row?.value);
  }),
};
