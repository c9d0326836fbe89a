import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/**
 * Durable readers with a cursor for each room. The reader of released files starts at the end of each log: earlier releases
 * were handled in memory, and such files may since have been shared with the room again.
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
      // By room first, because cursors are erased by room.
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
