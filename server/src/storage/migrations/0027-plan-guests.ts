import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** The addresses that are invited to planned meetings, and how many letters were asked for in a day. */
export function planGuests(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  return {
    async up(db) {
      const lines = [
        `create table plan_guests (id text not null, plan text not null references schedules(id) on delete cascade,
          email text not null, told_at ${whole} not null, changes ${whole} not null, created_at ${whole} not null,
          primary key (id))${end}`,
        'create unique index plan_guests_of_a_plan on plan_guests (plan, email)',
        'create index plan_guests_by_email on plan_guests (email)',
        `create table letter_counts (subject text not null, day ${whole} not null, letters ${whole} not null,
          primary key (subject, day))${end}`,
        'create index letter_counts_of_a_day on letter_counts (day)',
      ];
      for (const line of lines) await sql.raw(line).execute(db);
    },
  };
}
