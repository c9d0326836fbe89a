import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/**
 * Each organisation has addresses of its own for learning platforms, so that two may register the same client. Those registered before
 * keep the addresses that all had, where a client can be named by one of them alone.
 */
export function ownLtiAddresses(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db) {
      const lines = [
        `alter table lti_platforms add column shared_address ${whole} not null default 0`,
        'update lti_platforms set shared_address = 1',
        'drop index lti_platforms_by_client',
        'create unique index lti_platforms_of_a_client on lti_platforms (organisation, issuer, client_id)',
        'create unique index lti_platforms_by_client on lti_platforms (issuer, client_id) where shared_address = 1',
      ];
      for (const line of lines) await sql.raw(line).execute(db);
    },
  };
}
