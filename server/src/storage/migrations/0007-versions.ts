import type { Migration } from 'kysely/migration';

/** The version of each event and state; rows without one have the first. */
export function versions(): Migration {
  return {
    async up(db) {
      await db.schema.alterTable('log').addColumn('version', 'integer').execute();
      await db.schema.alterTable('snapshots').addColumn('versions', 'text').execute();
    },
  };
}
