import type BetterSqlite3 from 'better-sqlite3';
import {
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import type { Tables } from '../schema.ts';

// Kysely assumes that SQLite cannot roll back changes of tables. It can, and an interrupted migration must be rolled back.
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

// SQLite ends a transaction by itself when the disk is full; a rollback would then fail and hide the first error.
class RollbackSafeDriver extends SqliteDriver {
  readonly #file: BetterSqlite3.Database;

  constructor(file: BetterSqlite3.Database, config: SqliteDialectConfig) {
    super(config);
    this.#file = file;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection);
  }
}

class FileDialect extends SqliteDialect {
  readonly #file: BetterSqlite3.Database;
  readonly #config: SqliteDialectConfig;

  constructor(file: BetterSqlite3.Database, config: SqliteDialectConfig) {
    super(config);
    this.#file = file;
    this.#config = config;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): SqliteDriver {
    return new RollbackSafeDriver(this.#file, this.#config);
  }
}

/** The most prepared statements; there are about thirty kinds, and inserts of many sizes. */
const maxStatements = 200;

/** Kysely over an open SQLite file, with its statements prepared once. */
export function sqliteQueries(file: BetterSqlite3.Database): Kysely<Tables> {
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (text: string): SqliteStatement => {
    const known = prepared.get(text);
    if (known) return known;
    if (prepared.size >= maxStatements) prepared.clear();
    const statement = file.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  const database = { prepare, close: () => void file.close() };
  return new Kysely<Tables>({ dialect: new FileDialect(file, { database }) });
}
