import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { StoreWorld } from './Bench.ts';
import type { TestCluster } from './TestCluster.ts';

/** A new folder, deleted after the test. */
export function sqliteWorld(): Promise<StoreWorld> {
  const data = mkdtempSync(join(tmpdir(), 'plenum-sqlite-'));
  return Promise.resolve({
    data,
    sql(statement) {
      const file = new BetterSqlite3(join(data, 'plenum.db'));
      file.exec(statement);
      file.close();
      return Promise.resolve();
    },
    destroy() {
      rmSync(data, { recursive: true, force: true });
      return Promise.resolve();
    },
  });
}

/** A new database of a running server. */
export async function postgresWorld(cluster: TestCluster): Promise<StoreWorld> {
  const databaseUrl = await cluster.createDatabase();
  return {
    data: '',
    databaseUrl,
    sql: (statement) => cluster.query(databaseUrl, statement),
    destroy: () => Promise.resolve(),
  };
}
