import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/**
 * Readers of the log that remember how far they have read in each room. The reader of released files begins behind
 * what is there: until now a process did its work in memory, and files released long ago may be in a room anew.
 */
export function readers(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? sql`strict, without rowid` : sql``;
  return {
    async up(db) {
      await db.schema
        .createTable('readers')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('wants', 'text', (column) => column.notNull())
        .modifyEnd(end)
        .execute();
      // By room first: that is how they are erased.
      await db.schema
        .createTable('cursors')
        .addColumn('room', 'text', (column) => column.notNull().references('rooms.id').onDelete('cascade'))
        .addColumn('reader', 'text', (column) => column.notNull().references('readers.name').onDelete('cascade'))
        .addColumn('seq', whole, (column) => column.notNull())
        .addPrimaryKeyConstraint('cursors_of_a_room', ['room', 'reader'])
        .modifyEnd(end)
        .execute();
      await sql`insert into readers (name, wants) values ('files', '[]')`.execute(db);
      await sql`insert into cursors (room, reader, seq) select room, 'files', max(seq) from log group by room`.execute(
        db,
      );
    },
  };
}
