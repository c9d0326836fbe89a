import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** How many bytes a running recording may write, out of what is left of its organisation's space. */
export function reservedBytes(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db) {
      await sql.raw(`alter table recordings add column reserved ${whole} not null default 0`).execute(db);
    },
  };
}
