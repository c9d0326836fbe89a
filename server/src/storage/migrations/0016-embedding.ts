import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** The ways in from other people's web sites: keys of signed links, sites that may show a meeting, learning platforms. */
export function embedding(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  const ofOrganisation = 'organisation text not null references organisations(id) on delete cascade';
  return {
    async up(db) {
      const lines = [
        `create table token_uses (id text not null primary key, uses ${whole} not null, expires_at ${whole} not null)${end}`,
        'create index token_uses_in_time on token_uses (expires_at)',
        `create table signing_keys (id text not null primary key, ${ofOrganisation}, name text not null,
          algorithm text not null, public_key text, spaces text, created_at ${whole} not null)${end}`,
        'create index signing_keys_of_an_organisation on signing_keys (organisation, created_at)',
        `create table frames (${ofOrganisation}, origins text not null, primary key (organisation))${end}`,
        `create table lti_platforms (id text not null primary key, ${ofOrganisation}, name text not null,
          issuer text not null, client_id text not null, deployments text not null, keys_url text not null,
          sign_in_url text not null, created_at ${whole} not null)${end}`,
        'create unique index lti_platforms_by_client on lti_platforms (issuer, client_id)',
        'create index lti_platforms_of_an_organisation on lti_platforms (organisation, created_at)',
        `create table lti_links (platform text not null references lti_platforms(id) on delete cascade,
          link text not null, space text not null references spaces(id) on delete cascade,
          primary key (platform, link))${end}`,
        'create index lti_links_of_a_space on lti_links (space)',
      ];
      for (const line of lines) await sql.raw(line).execute(db);
    },
  };
}
