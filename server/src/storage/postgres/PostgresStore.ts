import { AppError } from '@plenum/shared/core/errors';
import { Kysely, PostgresDialect } from 'kysely';
import type { DatabasePort } from '../DatabasePort.ts';
import { reasonOf } from '../failures.ts';
import { FencedPort, type Fences } from '../FencedPort.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/list.ts';
import type { OnUnreadable } from '../procedures/procedure.ts';
import { RecordStore } from '../RecordStore.ts';
import type { Tables } from '../schema.ts';
import { openPool, type PoolOptions } from './connections.ts';
import { PostgresPort } from './PostgresPort.ts';

interface PostgresOptions {
  readonly url: string;
  readonly onUnreadable: OnUnreadable;
  /** The leases of this node, where several nodes write; undefined for a single server. */
  readonly fences?: Fences | undefined;
}

const maxConnections = 10;

/** Stores everything in a PostgreSQL database, for large servers and operators who have one already. */
export class PostgresStore extends RecordStore {
  protected override readonly dialect = 'postgres';

  private constructor(port: DatabasePort) {
    super(port);
  }

  /**
   * Brings the tables up to date; several nodes may start at once.
   * @throws AppError `unavailable` when the database cannot be reached or refuses the connection
   */
  static async create({ url, onUnreadable, fences }: PostgresOptions): Promise<PostgresStore> {
    const patient = queries(url, { max: 1, hasTimeouts: false });
    try {
      await migrate(patient, migrations('postgres'));
    } catch (error) {
      if (error instanceof AppError) throw error;
      // Without the URL, because it contains a password.
      throw new AppError('unavailable', `The PostgreSQL database cannot be used: ${reasonOf(error)}`);
    } finally {
      await patient.destroy();
    }
    const pool = { max: maxConnections, hasTimeouts: true, hasRivals: fences !== undefined };
    const port = new PostgresPort(queries(url, pool), onUnreadable);
    return new PostgresStore(fences ? new FencedPort(port, fences) : port);
  }

  /** Does nothing: the database server checks its own pages. */
  override async inspect(): Promise<undefined> {
    return undefined;
  }
}

function queries(url: string, settings: Omit<PoolOptions, 'url'>): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool({ url, ...settings }) }) });
}
