import type { Migration } from 'kysely/migration';

/** Rows say by which version of an event, and of the states, they were written. All rows before this are the first. */
export function versions(): Migration {
  return {
    async up(db) {
      await db.schema.alterTable('log').addColumn('version', 'integer').execute();
      await db.schema.alterTable('snapshots').addColumn('versions', 'text').execute();
    },
  };
}
