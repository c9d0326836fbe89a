import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect as KyselyDialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Statement, StatementResult } from './procedures/identity.ts';
import type { Dialect, Tables } from './schema.ts';

/** Runs one statement in a transaction of its own. */
type Run = (kind: 'read' | 'write', statement: Statement) => Promise<StatementResult>;

/** A Kysely and its database, in the form that the library for signing in takes. */
export interface LibraryDatabase {
  readonly db: Kysely<Tables>;
  readonly type: Dialect;
}

class PortConnection implements DatabaseConnection {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  async executeQuery<Row>({ query, sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const kind = query.kind === 'SelectQueryNode' ? 'read' : 'write';
    const { rows, affected } = await this.#run(kind, { sql, parameters });
    return { rows: rows as Row[], ...(affected !== undefined && { numAffectedRows: affected }) };
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('The database thread has no streams.');
  }
}

class PortDriver implements Driver {
  readonly #connection: PortConnection;

  constructor(run: Run) {
    this.#connection = new PortConnection(run);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  beginTransaction(): Promise<void> {
    return Promise.reject(new Error('Each statement of this Kysely is a transaction of its own.'));
  }

  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

/**
 * A Kysely whose statements run where all others run: in the thread of SQLite, in its group commits, or on the pool of
 * PostgreSQL (decision 0130).
 */
export function portQueries(type: Dialect, run: Run): LibraryDatabase {
  const dialect: KyselyDialect = {
    createDriver: () => new PortDriver(run),
    createAdapter: () => (type === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
    createQueryCompiler: () => (type === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    createIntrospector: (db) => (type === 'sqlite' ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
  };
  return { db: new Kysely({ dialect }), type };
}
