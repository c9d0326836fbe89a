import type { LetterRow } from '../schema.ts';
import { change, question } from './procedure.ts';

/** The queue of e-mails. A letter goes when it is sent, when it has expired, or with its recipient's account. */
export const letters = {
  /** @throws AppError `full` is the caller's: `waiting` says how many there are */
  add: change(async (database, { row }: { readonly row: LetterRow }): Promise<void> => {
    await database.insertInto('letters').values(row).execute();
  }),

  /**
   * Adds a letter about a matter in place of the last one about it, if no try was made to send that one: its reader gets
   * only the last. A letter that ends a matter is left out when its reader never heard of the matter.
   * @param first the id of the letter with which the matter began; `later` the id of those after it
   * @param begins is stored in place of `row` when the letter with which the matter began still waits
   */
  tell: change(
    async (
      database,
      {
        row,
        begins = row,
        first,
        later,
        isLast,
      }: { row: LetterRow; begins?: LetterRow; first: string; later: string; isLast: boolean },
    ): Promise<void> => {
      const known = await database
        .selectFrom('letters')
        .select(['id', 'tries'])
        .where('id', 'in', [first, later])
        .execute();
      const waiting = known.filter(({ tries }) => tries === 0).map(({ id }) => id);
      for (const id of waiting) {
        await database.deleteFrom('letters').where('id', '=', id).where('tries', '=', 0).execute();
      }
      const isUnknown = waiting.includes(first);
      if (isLast && isUnknown) return;
      const isSending = known.some(({ id, tries }) => id === later && tries > 0);
      const id = isUnknown ? first : isSending ? row.id : later;
      await database
        .insertInto('letters')
        .values({ ...(isUnknown ? begins : row), id })
        .execute();
    },
  ),

  /** Those of these letters to which no try was made. */
  untried: question(async (database, { ids }: { readonly ids: readonly string[] }): Promise<LetterRow[]> => {
    if (ids.length === 0) return [];
    return database.selectFrom('letters').selectAll().where('id', 'in', ids).where('tries', '=', 0).execute();
  }),

  waiting: question(async (database, _input: void): Promise<number> => {
    const count = database.selectFrom('letters').select(({ fn }) => fn.countAll<number>().as('count'));
    return (await count.executeTakeFirst())?.count ?? 0;
  }),

  /** The letters that are due, oldest first, and when the next one is. */
  due: question(
    async (
      database,
      { now, limit }: { readonly now: number; readonly limit: number },
    ): Promise<{ rows: LetterRow[]; next: number | undefined }> => {
      const due = database.selectFrom('letters').selectAll().where('due_at', '<=', now);
      const rows = await due.orderBy('due_at').limit(limit).execute();
      const later = database.selectFrom('letters').select('due_at').where('due_at', '>', now).orderBy('due_at');
      return { rows, next: (await later.limit(1).executeTakeFirst())?.due_at };
    },
  ),

  /** Takes a letter for one try: true for one of several nodes. The letter is due again at `until`, unless it is removed. */
  claim: change(
    async (
      database,
      { id, tries, until }: { readonly id: string; readonly tries: number; readonly until: number },
    ): Promise<boolean> => {
      const taken = database.updateTable('letters').set({ tries: tries + 1, due_at: until });
      const { numUpdatedRows } = await taken.where('id', '=', id).where('tries', '=', tries).executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  ),

  postpone: change(async (database, { id, until }: { readonly id: string; readonly until: number }): Promise<void> => {
    await database.updateTable('letters').set({ due_at: until }).where('id', '=', id).execute();
  }),

  /** Removes a letter that was sent or given up. The erasure of an account rewrites the file, and with it what this leaves. */
  remove: change(async (database, { id }: { readonly id: string }): Promise<void> => {
    await database.deleteFrom('letters').where('id', '=', id).execute();
  }),
};
