import type { SlipRow } from '../schema.ts';
import { type AboutRoom, type Database, question, readOr } from './procedure.ts';

/** Rows of one INSERT: four columns each, far below the parameters that either database takes. */
const rowsPerInsert = 500;

/** Boxes are filled and emptied by `log.append`, in one commit with the entries that say so. */
export const boxes = {
  /** In the order of random ids, which is none. */
  read: question(
    async (database, { room, box }: AboutRoom & { readonly box: string }, onPoisoned): Promise<unknown[]> => {
      const slips = database.selectFrom('slips').select('value').where('room', '=', room).where('box', '=', box);
      const rows = await slips.orderBy('id').execute();
      // In an array, so that a stored null is told from a value that cannot be read.
      return rows.flatMap(({ value }) => readOr(onPoisoned, room, 0, () => [JSON.parse(value) as unknown]) ?? []);
    },
  ),
};

/** Part of an append. */
export async function addSlips(database: Database, slips: readonly SlipRow[]): Promise<void> {
  for (let start = 0; start < slips.length; start += rowsPerInsert) {
    const some = slips.slice(start, start + rowsPerInsert);
    await database.insertInto('slips').values(some).execute();
  }
}

/** Part of an append. */
export async function emptyBoxes(database: Database, room: string, emptied: readonly string[]): Promise<void> {
  if (emptied.length === 0) return;
  await database.deleteFrom('slips').where('room', '=', room).where('box', 'in', emptied).execute();
}
