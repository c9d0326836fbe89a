import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** The files that the server makes of recordings: the queue of those that are to be made, and those that are made. */
export function recordingCopies(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  return {
    async up(db) {
      const lines = [
        `create table recording_copies (recording text not null references recordings(id) on delete cascade,
          kind text not null, state text not null, node text, run text, tries ${whole} not null, share ${whole} not null,
          bytes ${whole} not null, asked_at ${whole} not null, heard_at ${whole} not null, why text,
          primary key (recording, kind))${end}`,
        'create index recording_copies_by_state on recording_copies (state, asked_at)',
      ];
      for (const line of lines) await sql.raw(line).execute(db);
    },
  };
}
