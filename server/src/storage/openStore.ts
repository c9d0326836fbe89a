import type { Store } from './ports.ts';
import { PostgresStore } from './postgres/PostgresStore.ts';
import type { OnPoisoned } from './procedures/procedure.ts';
import { SqliteStore } from './sqlite/SqliteStore.ts';

interface StoreOptions {
  /** The data folder; SQLite lives in it as `plenum.db`. */
  readonly data: string;
  /** `postgres://user:password@host/database`; left out, SQLite is used. */
  readonly databaseUrl?: string | undefined;
  readonly onPoisoned: OnPoisoned;
}

/**
 * Opens the store that the configuration chose, with its tables up to date.
 * @throws AppError `conflict` when another process uses the data folder
 * @throws AppError `unavailable` with words for the operator when the database cannot be used
 */
export function openStore({ data, databaseUrl, onPoisoned }: StoreOptions): Promise<Store> {
  if (databaseUrl) return PostgresStore.create({ url: databaseUrl, onPoisoned });
  return SqliteStore.create({ folder: data, onPoisoned });
}
