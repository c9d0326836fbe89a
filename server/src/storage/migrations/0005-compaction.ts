import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** Two snapshots for each room, each with the bytes of the log: a compacted log needs both. */
export function compaction(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? sql`strict` : sql``;
  return {
    async up(db) {
      await db.schema.alterTable('snapshots').renameTo('single_snapshots').execute();
      await db.schema
        .createTable('snapshots')
        .addColumn('room', 'text', (column) => column.notNull().references('rooms.id').onDelete('cascade'))
        .addColumn('seq', whole, (column) => column.notNull())
        .addColumn('states', 'text', (column) => column.notNull())
        .addColumn('log_bytes', whole)
        .addColumn('compacted', whole)
        .addColumn('whole', whole)
        .addPrimaryKeyConstraint('snapshots_by_age', ['room', 'seq'])
        .modifyEnd(end)
        .execute();
      await sql`insert into snapshots (room, seq, states) select room, seq, states from single_snapshots`.execute(db);
      await db.schema.dropTable('single_snapshots').execute();
    },
  };
}
