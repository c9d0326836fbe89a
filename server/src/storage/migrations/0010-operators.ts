import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** What operators and organisations decide: disabled accounts, reasons, logos, the beginning of a notice; and bytes used. */
export function operators(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const columns = [
    ['accounts', `disabled integer not null default 0`],
    ['organisations', `reason text not null default ''`],
    ['organisations', 'logo text'],
    ['usage', `bytes ${whole} not null default 0`],
    ['notices', `from_at ${whole}`],
  ] as const;
  return {
    async up(db) {
      for (const [table, column] of columns) await sql.raw(`alter table ${table} add column ${column}`).execute(db);
    },
  };
}
