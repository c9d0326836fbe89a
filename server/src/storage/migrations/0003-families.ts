import type { Migration } from 'kysely/migration';

/** Parents of rooms, with an index. */
export function families(): Migration {
  return {
    async up(db) {
      await db.schema.alterTable('rooms').addColumn('parent', 'text').execute();
      await db.schema.createIndex('rooms_of_a_family').on('rooms').column('parent').execute();
    },
  };
}
