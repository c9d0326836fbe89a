import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { SpaceSettings } from '@plenum/shared/api/space/settings';
import { change, type Database, question } from '../procedure.ts';

const dayMs = 24 * 3_600_000;

/** How many days the recordings of a space are kept; undefined without an end. The shorter time holds. */
export async function daysIn(database: Database, space: string | null): Promise<number | undefined> {
  const row = await database
    .selectFrom('spaces')
    .innerJoin('organisations', 'organisations.id', 'spaces.organisation')
    .select(['spaces.settings', 'organisations.recording_days'])
    .where('spaces.id', '=', space ?? '')
    .executeTakeFirst();
  if (!row) return undefined;
  const { recordingDays: own } = SpaceSettings.parse(JSON.parse(row.settings));
  const days = [own, row.recording_days ?? undefined].filter((one) => one !== undefined);
  return days.length === 0 ? undefined : Math.min(...days);
}

/** The same for recordings of an organisation that have no space: those of its programs. */
async function retireOfPrograms(database: Database, now: number): Promise<void> {
  const bounded = database.selectFrom('organisations').select(['id', 'recording_days as days']);
  for (const { id, days } of await bounded.where('recording_days', 'is not', null).execute()) {
    if (days === null) continue;
    await database
      .updateTable('recordings')
      .set({ state: 'deleted', deleted_at: now })
      .where('organisation', '=', id)
      .where('space', 'is', null)
      .where('state', 'in', ['ready', 'published', 'unpublished'])
      .where('started_at', '<', now - days * dayMs)
      .execute();
  }
}

/** How recordings end. */
export const recordingEnds = {
  /** Moves the recordings whose days are over to the bin. */
  retire: change(
    async (database, { now }: { readonly now: number }): Promise<void> => {
      const kept = database.selectFrom('recordings').select('space').distinct().where('space', 'is not', null);
      for (const { space } of await kept.where('state', 'in', ['ready', 'published', 'unpublished']).execute()) {
        const days = await daysIn(database, space);
        if (days === undefined) continue;
        await database
          .updateTable('recordings')
          .set({ state: 'deleted', deleted_at: now })
          .where('space', '=', space)
          .where('state', 'in', ['ready', 'published', 'unpublished'])
          .where('started_at', '<', now - days * dayMs)
          .execute();
      }
      await retireOfPrograms(database, now);
    },
    () => 'left',
  ),

  /** The recordings whose time in the bin is over, those whose space or organisation is gone, and old ones that never had either. */
  due: question(async (database, { now, spacelessMs }: { now: number; spacelessMs: number }): Promise<string[]> => {
    const binned = await database
      .selectFrom('recordings')
      .select('id')
      .where('deleted_at', '<', now - recordingLimits.binMs)
      .execute();
    const orphans = await database
      .selectFrom('recordings')
      .leftJoin('spaces', 'spaces.id', 'recordings.space')
      .select('recordings.id')
      .where('recordings.space', 'is not', null)
      .where('spaces.id', 'is', null)
      .where('recordings.state', '!=', 'recording')
      .execute();
    const unowned = await database
      .selectFrom('recordings')
      .leftJoin('organisations', 'organisations.id', 'recordings.organisation')
      .select('recordings.id')
      .where('recordings.organisation', 'is not', null)
      .where('organisations.id', 'is', null)
      .where('recordings.state', '!=', 'recording')
      .execute();
    const spaceless = await database
      .selectFrom('recordings')
      .select('id')
      .where('organisation', 'is', null)
      .where('started_at', '<', now - spacelessMs)
      .where('state', '!=', 'recording')
      .execute();
    return [...new Set([...binned, ...orphans, ...unowned, ...spaceless].map(({ id }) => id))];
  }),

  /** Forgets a recording whose files are gone. */
  forget: change(
    async (database, { id }: { readonly id: string }): Promise<void> => {
      await database.deleteFrom('recordings').where('id', '=', id).execute();
    },
    () => 'left',
  ),
};
