import { change, question } from './procedure.ts';

/** One use of a token. */
export interface TokenUse {
  /** The token, among all kinds of tokens. */
  readonly id: string;
  /** How often it may be used. */
  readonly most: number;
  /** From then on the token is refused anyway, so that its uses are forgotten. Epoch ms. */
  readonly expiresAt: number;
  /** Epoch ms. */
  readonly at: number;
}

/** How often tokens were used, for all nodes and over restarts. */
export const tokenUses = {
  /** False when the token has no use left. Another request may take the last one before `take` does. */
  isLeft: question(async (database, { id, most }: Pick<TokenUse, 'id' | 'most'>): Promise<boolean> => {
    const row = await database.selectFrom('token_uses').select('uses').where('id', '=', id).executeTakeFirst();
    return (row?.uses ?? 0) < most;
  }),

  /** Counts one use. @returns false when the token has no use left */
  take: change(async (database, { id, most, expiresAt, at }: TokenUse): Promise<boolean> => {
    await database.deleteFrom('token_uses').where('expires_at', '<=', at).execute();
    await database
      .insertInto('token_uses')
      .values({ id, uses: 0, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const taking = database.updateTable('token_uses').set((is) => ({ uses: is('uses', '+', 1) }));
    const { numUpdatedRows } = await taking.where('id', '=', id).where('uses', '<', most).executeTakeFirst();
    return numUpdatedRows > 0n;
  }),
};
