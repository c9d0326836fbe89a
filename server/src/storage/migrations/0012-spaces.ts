import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** Which account a member of a meeting has, and what is prepared in a space. */
export function spaces(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  return {
    async up(db) {
      const lines = [
        `create table seat_accounts (member text not null, account text not null, at ${whole} not null,
          primary key (member))${end}`,
        'create index seat_accounts_of_an_account on seat_accounts (account)',
        'create index attendances_of_a_member on attendances (member)',
        'create index meetings_in_time on meetings (ended_at)',
        `create table prepared (id text not null, space text not null references spaces(id) on delete cascade,
          kind text not null, title text not null, content text not null, bytes ${whole} not null,
          created_at ${whole} not null, primary key (id))${end}`,
        'create index prepared_of_a_space on prepared (space, created_at)',
        'alter table spaces add column shelf text',
      ];
      for (const line of lines) await sql.raw(line).execute(db);
    },
  };
}
