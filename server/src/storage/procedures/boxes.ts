import type { SlipRow } from '../schema.ts';
import { type AboutRoom, type Database, question, readOr } from './procedure.ts';

/** The rows of one INSERT: four columns each, far below the bound on parameters of both databases. */
const rowsPerInsert = 500;

/** The boxes; `log.append` fills and empties them, in one commit with the entries. */
export const boxes = {
  /** Reads a box in the order of the random ids. */
  read: question(
    async (database, { room, box }: AboutRoom & { readonly box: string }, onUnreadable): Promise<unknown[]> => {
      const slips = database.selectFrom('slips').select('value').where('room', '=', room).where('box', '=', box);
      const rows = await slips.orderBy('id').execute();
      // In an array, because a stored null is a value and undefined means unreadable.
      return rows.flatMap(({ value }) => readOr(onUnreadable, room, 0, () => [JSON.parse(value) as unknown]) ?? []);
    },
  ),
};

/** Adds slips, as a part of an append. */
export async function addSlips(database: Database, slips: readonly SlipRow[]): Promise<void> {
  for (let start = 0; start < slips.length; start += rowsPerInsert) {
    const some = slips.slice(start, start + rowsPerInsert);
    await database.insertInto('slips').values(some).execute();
  }
}

/** Empties boxes, as a part of an append. */
export async function emptyBoxes(database: Database, room: string, emptied: readonly string[]): Promise<void> {
  if (emptied.length === 0) return;
  await database.deleteFrom('slips').where('room', '=', room).where('box', 'in', emptied).execute();
}
