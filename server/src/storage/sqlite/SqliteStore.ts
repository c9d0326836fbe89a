import type { OnUnreadable } from '../procedures/procedure.ts';
import { RecordStore } from '../RecordStore.ts';
import { DatabaseThread } from './DatabaseThread.ts';
import { Inspection } from './Inspection.ts';

/** Stores everything in one file, `plenum.db`: nothing to install, nothing to configure. */
export class SqliteStore extends RecordStore {
  protected override readonly dialect = 'sqlite';
  readonly #folder: string;
  #inspection: Inspection | undefined;

  private constructor(thread: DatabaseThread, folder: string) {
    super(thread);
    this.#folder = folder;
  }

  /**
   * Creates the folder if necessary, locks it, and brings the tables up to date.
   * @throws AppError `conflict` when another process uses the folder, `unavailable` when it cannot be used
   */
  static async create(options: { readonly folder: string; readonly onUnreadable: OnUnreadable }): Promise<SqliteStore> {
    return new SqliteStore(await DatabaseThread.create(options), options.folder);
  }

  override async inspect(): Promise<string | undefined> {
    const inspection = new Inspection(this.#folder);
    this.#inspection = inspection;
    try {
      return await inspection.done;
    } finally {
      await inspection.stop();
    }
  }

  override async close(): Promise<void> {
    await this.#inspection?.stop();
    await super.close();
  }
}
