import type { OnPoisoned } from '../procedures/procedure.ts';
import { RecordStore } from '../RecordStore.ts';
import { DatabaseThread } from './DatabaseThread.ts';

/** Everything in one file, `plenum.db`: nothing to install, nothing to configure. */
export class SqliteStore extends RecordStore {
  private constructor(thread: DatabaseThread) {
    super(thread);
  }

  /**
   * Makes the folder if need be, locks it, and brings the tables up to date.
   * @throws AppError `conflict` when another process uses the folder, `unavailable` when it cannot be used
   */
  static async create(options: { readonly folder: string; readonly onPoisoned: OnPoisoned }): Promise<SqliteStore> {
    return new SqliteStore(await DatabaseThread.create(options));
  }
}
