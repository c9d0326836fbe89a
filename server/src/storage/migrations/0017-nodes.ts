import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** The nodes of a cluster, and who owns which family of rooms. Only PostgreSQL ever has rows here (decision 0220). */
export function nodes(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  const node = [
    'name text not null primary key',
    'boot text not null',
    'place text not null',
    'version text not null',
    `cordoned ${whole} not null`,
    `until ${whole} not null`,
  ];
  const lease = [
    'root text not null primary key references rooms(id) on delete cascade',
    'node text',
    'boot text',
    `fence ${whole} not null`,
  ];
  return {
    async up(db) {
      await sql.raw(`create table nodes (${node.join(', ')})${end}`).execute(db);
      await sql.raw(`create table leases (${lease.join(', ')})${end}`).execute(db);
      await sql.raw('create index leases_of_a_node on leases (node)').execute(db);
    },
  };
}
