import { AppError } from '@plenum/shared/core/errors';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Tables } from './schema.ts';

/**
 * Brings the tables up to date in one transaction, under the database's lock: an interrupted migration changes nothing.
 * @throws AppError `unavailable` when a newer Plenum wrote this data
 */
export async function migrate(db: Kysely<Tables>, list: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(list) } });
  const { error } = await migrator.migrateToLatest();
  // The migrator has only one class of errors; a test pins its message.
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new AppError('unavailable', 'A newer Plenum wrote this data. Update Plenum, or use other data.');
  }
  if (error) throw error;
}
