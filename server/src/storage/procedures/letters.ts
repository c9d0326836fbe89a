import type { LetterRow } from '../schema.ts';
import { change, question } from './procedure.ts';

/** The queue of e-mails. A letter goes when it is sent, when it has expired, or with its recipient's account. */
export const letters = {
  /** @throws AppError `full` is the caller's: `waiting` says how many there are */
  add: change(async (database, { row }: { readonly row: LetterRow }): Promise<void> => {
    await database.insertInto('letters').values(row).execute();
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

  /** Removes a letter that was sent or given up; nothing of its text stays in the file. */
  remove: change(
    async (database, { id }: { readonly id: string }): Promise<void> => {
      await database.deleteFrom('letters').where('id', '=', id).execute();
    },
    () => 'left',
  ),
};
