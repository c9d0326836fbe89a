import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** The bytes that a running recording may have by now, and how many days an organisation keeps recordings. */
export function recordingBounds(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db) {
      await sql.raw(`alter table organisations add column recording_days ${whole}`).execute(db);
      await sql.raw(`alter table recordings add column reserved ${whole} not null default 0`).execute(db);
    },
  };
}
