import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** Rooms, their logs and snapshots, secrets, and the row that the readiness check writes. */
export function first(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  // STRICT refuses text in number columns; SQLite would sort it above every number.
  const end = dialect === 'sqlite' ? sql`strict` : sql``;
  return {
    async up(db) {
      await db.schema
        .createTable('rooms')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('host_key_hash', 'text', (column) => column.notNull())
        .addColumn('created_at', whole, (column) => column.notNull())
        .addColumn('empty_since', whole)
        .addColumn('erasing', whole, (column) => column.notNull())
        .modifyEnd(end)
        .execute();
      // Not clustered by room, so that appends of many rooms share pages and SQLite never moves a written row.
      await db.schema
        .createTable('log')
        .addColumn('room', 'text', (column) => column.notNull().references('rooms.id').onDelete('cascade'))
        .addColumn('seq', whole, (column) => column.notNull())
        .addColumn('at', whole, (column) => column.notNull())
        .addColumn('feature', 'text', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('payload', 'text', (column) => column.notNull())
        .addColumn('by', 'text')
        .addColumn('to', 'text')
        .addColumn('key', 'text')
        .addColumn('reply', 'text')
        .addPrimaryKeyConstraint('log_order', ['room', 'seq'])
        .modifyEnd(end)
        .execute();
      await db.schema
        .createTable('snapshots')
        .addColumn('room', 'text', (column) => column.primaryKey().notNull().references('rooms.id').onDelete('cascade'))
        .addColumn('seq', whole, (column) => column.notNull())
        .addColumn('states', 'text', (column) => column.notNull())
        .modifyEnd(end)
        .execute();
      await db.schema
        .createTable('secrets')
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .modifyEnd(end)
        .execute();
      await db.schema
        .createTable('probe')
        .addColumn('id', whole, (column) => column.primaryKey().notNull())
        .addColumn('at', whole, (column) => column.notNull())
        .modifyEnd(end)
        .execute();
    },
  };
}
