import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/**
 * Boxes: values whose order, time and author must stay secret. The key is a random id, so that SQLite needs no row numbers,
 * which would show the order.
 */
export function boxes(dialect: Dialect): Migration {
  const end = dialect === 'sqlite' ? sql`strict, without rowid` : sql``;
  return {
    async up(db) {
      await db.schema
        .createTable('slips')
        .addColumn('room', 'text', (column) => column.notNull().references('rooms.id').onDelete('cascade'))
        .addColumn('box', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('slips_by_chance', ['room', 'box', 'id'])
        .modifyEnd(end)
        .execute();
    },
  };
}
