import { change } from './procedure.ts';

/** For the readiness check. */
export const health = {
  /** Succeeds when a write succeeds. */
  probe: change(async (database, { at }: { readonly at: number }): Promise<void> => {
    await database
      .insertInto('probe')
      .values({ id: 1, at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
      .execute();
  }),
};
