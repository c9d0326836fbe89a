import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** What programs know of recordings of their meetings: it outlives the meeting, whose row is forgotten a day after its end. */
export function programRecordings(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  return {
    async up(db) {
      const lines = [
        // The owner is empty for a meeting of the server's own secret, so it is no reference.
        `create table bbb_recordings (id text not null references recordings(id) on delete cascade, owner text not null,
          record_id text not null, internal_id text not null, meeting_id text not null, name text not null, parent text,
          sequence ${whole}, free_join ${whole} not null, participants ${whole} not null, metadata text not null,
          primary key (id))${end}`,
        'create unique index bbb_recordings_of_an_owner on bbb_recordings (owner, record_id)',
        'create index bbb_recordings_of_a_meeting on bbb_recordings (owner, meeting_id)',
      ];
      for (const line of lines) await sql.raw(line).execute(db);
    },
  };
}
