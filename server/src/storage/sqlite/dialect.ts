import type BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Tables } from '../schema.ts';

// Kysely holds SQLite's table changes for untransactional; they are not, and a migration cut short must undo itself.
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Statements kept prepared; there are some thirty kinds, inserts of many sizes come on top. */
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
  return new Kysely<Tables>({
    dialect: new TransactionalDialect({ database: { prepare, close: () => file.close() } }),
  });
}
