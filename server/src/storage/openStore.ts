import type { Store } from './ports.ts';
import type { Fences } from './FencedPort.ts';
import { PostgresStore } from './postgres/PostgresStore.ts';
import type { OnUnreadable } from './procedures/procedure.ts';
import { SqliteStore } from './sqlite/SqliteStore.ts';

interface StoreOptions {
  /** The data folder; SQLite keeps `plenum.db` in it. */
  readonly data: string;
  /** `postgres://user:password@host/database`; SQLite is used without it. */
  readonly databaseUrl?: string | undefined;
  readonly onUnreadable: OnUnreadable;
  /** The leases of this node, where several nodes share a PostgreSQL database. */
  readonly fences?: Fences | undefined;
}

/**
 * Opens the store that the configuration chose, with its tables up to date.
 * @throws AppError `conflict` when another process uses the data folder
 * @throws AppError `unavailable` with words for the operator when the database cannot be used
 */
export function openStore({ data, databaseUrl, onUnreadable, fences }: StoreOptions): Promise<Store> {
  if (databaseUrl) return PostgresStore.create({ url: databaseUrl, onUnreadable, fences });
  return SqliteStore.create({ folder: data, onUnreadable });
}
