import { AppError } from '@plenum/shared/core/errors';
import { Kysely, PostgresDialect } from 'kysely';
import { reasonOf } from '../failures.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/list.ts';
import type { OnPoisoned } from '../procedures/procedure.ts';
import { RecordStore } from '../RecordStore.ts';
import type { Tables } from '../schema.ts';
import { openPool } from './connections.ts';
import { PostgresPort } from './PostgresPort.ts';

interface PostgresOptions {
  readonly url: string;
  readonly onPoisoned: OnPoisoned;
}

const maxConnections = 10;

/** Everything in a PostgreSQL database, for large servers and those that have one already. */
export class PostgresStore extends RecordStore {
  private constructor(port: PostgresPort) {
    super(port);
  }

  /**
   * Brings the tables up to date; several nodes may start at once.
   * @throws AppError `unavailable` when the database cannot be reached or refuses us
   */
  static async create({ url, onPoisoned }: PostgresOptions): Promise<PostgresStore> {
    const patient = queries(url, 1, false);
    try {
      await migrate(patient, migrations('postgres'));
    } catch (error) {
      if (error instanceof AppError) throw error;
      // Not the URL: it has a password in it.
      throw new AppError('unavailable', `The PostgreSQL database cannot be used: ${reasonOf(error)}`);
    } finally {
      await patient.destroy();
    }
    return new PostgresStore(new PostgresPort(queries(url, maxConnections, true), onPoisoned));
  }

  /** The database server looks after its own pages. */
  override async inspect(): Promise<undefined> {
    return undefined;
  }
}

function queries(url: string, max: number, impatient: boolean): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool({ url, max, impatient }) }) });
}
