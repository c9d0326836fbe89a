import type { Migration } from 'kysely/migration';

/** Keys for moderators and members beside the host's; older rooms have none. */
export function keys(): Migration {
  return {
    async up(db) {
      for (const column of ['moderator_key_hash', 'member_key_hash']) {
        await db.schema.alterTable('rooms').addColumn(column, 'text').execute();
      }
    },
  };
}
