import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** BigBlueButton's API: its secrets, the meetings that programs made with it, and the people who were sent into them. */
export function integrations(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  return {
    async up(db) {
      const lines = [
        `create table bbb_secrets (id text not null, organisation text not null references organisations(id) on delete cascade,
          name text not null, sealed text not null, created_at ${whole} not null, primary key (id))${end}`,
        'create index bbb_secrets_of_an_organisation on bbb_secrets (organisation)',
        // The owner is empty for a meeting of the server's own secret, so it is no reference.
        `create table bbb_meetings (owner text not null, internal_id text not null, meeting_id text not null,
          room text not null, name text not null, attendee_pw text not null, moderator_pw text not null,
          voice_bridge text not null, parent text, parameters text not null, created_at ${whole} not null,
          started_at ${whole}, ended_at ${whole}, people ${whole} not null, primary key (owner, internal_id))${end}`,
        // Of two requests at once for the same id, one makes the meeting.
        'create unique index bbb_meetings_live on bbb_meetings (owner, meeting_id) where ended_at is null',
        'create unique index bbb_meetings_voice on bbb_meetings (owner, voice_bridge) where ended_at is null',
        'create unique index bbb_meetings_room on bbb_meetings (room)',
        `create table bbb_sessions (token_hash text not null, room text not null, member text not null,
          user_id text not null, details text not null, created_at ${whole} not null, joined_at ${whole},
           primary key (token_hash))${end}`,
        'create unique index bbb_sessions_of_a_member on bbb_sessions (room, member)',
      ];
      for (const line of lines) await sql.raw(line).execute(db);
    },
  };
}
