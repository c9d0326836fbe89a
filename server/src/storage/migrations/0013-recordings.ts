import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** What is kept of meetings. A recording outlives its room; its files are in a folder of its own. */
export function recordings(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  const columns = [
    'id text not null primary key',
    'room text not null',
    // Without a reference: the files of a recording are erased before its row.
    'space text',
    'organisation text',
    'parent text',
    'title text not null',
    'state text not null',
    'visibility text not null',
    `download ${whole} not null`,
    'chat text not null',
    'pass_key text not null',
    'manager_key text not null',
    'code text not null',
    `started_at ${whole} not null`,
    `duration ${whole} not null`,
    `bytes ${whole} not null`,
    `views ${whole} not null`,
    'chapters text not null',
    `deleted_at ${whole}`,
  ];
  return {
    async up(db) {
      await sql.raw(`create table recordings (${columns.join(', ')})${end}`).execute(db);
      await sql.raw('create index recordings_of_a_space on recordings (space, started_at)').execute(db);
      await sql.raw('create index recordings_of_an_organisation on recordings (organisation)').execute(db);
      await sql.raw('create index recordings_in_the_bin on recordings (deleted_at)').execute(db);
    },
  };
}
