import { AppError } from '@plenum/shared/core/errors';
import { Kysely, PostgresDialect } from 'kysely';
import { reasonOf } from '../failures.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/list.ts';
import type { OnUnreadable } from '../procedures/procedure.ts';
import { RecordStore } from '../RecordStore.ts';
import type { Tables } from '../schema.ts';
import { openPool } from './connections.ts';
import { PostgresPort } from './PostgresPort.ts';

interface PostgresOptions {
  readonly url: string;
  readonly onUnreadable: OnUnreadable;
}

const maxConnections = 10;

/** Stores everything in a PostgreSQL database, for large servers and operators who have one already. */
export class PostgresStore extends RecordStore {
  protected override readonly dialect = 'postgres';

  private constructor(port: PostgresPort) {
    super(port);
  }

  /**
   * Brings the tables up to date; several nodes may start at once.
   * @throws AppError `unavailable` when the database cannot be reached or refuses the connection
   */
  static async create({ url, onUnreadable }: PostgresOptions): Promise<PostgresStore> {
    const patient = queries(url, 1, false);
    try {
      await migrate(patient, migrations('postgres'));
    } catch (error) {
      if (error instanceof AppError) throw error;
      // Without the URL, because it contains a password.
      throw new AppError('unavailable', `The PostgreSQL database cannot be used: ${reasonOf(error)}`);
    } finally {
      await patient.destroy();
    }
    return new PostgresStore(new PostgresPort(queries(url, maxConnections, true), onUnreadable));
  }

  /** Does nothing: the database server checks its own pages. */
  override async inspect(): Promise<undefined> {
    return undefined;
  }
}

function queries(url: string, max: number, hasTimeouts: boolean): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool({ url, max, hasTimeouts }) }) });
}
