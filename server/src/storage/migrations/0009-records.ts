import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';

/** A column as `name type`, with the SQL that follows it. */
type Columns = Readonly<Record<string, string>>;

/** The tiers that a new server has; later changes are an operator's. Written out, because a migration never changes. */
const tiers = [
  ['basic', 'Basic user account', 'free', [1, 60, 0, 0], false],
  ['individual', 'Individual host', '120 €/year', [null, null, 1, 5e9], true],
  ['micro', 'Micro-organisation', '250 €/year', [null, null, 2, 25e9], true],
  ['small', 'Small organisation', '500 €/year', [null, null, 5, 50e9], true],
  ['large', 'Large, intensive users', '0.1 % to 0.5 % of turnover', [null, null, 'agreed', 'agreed'], true],
] as const;

const text = 'text not null';
const number = 'whole not null';
const of = (other: string) => `text not null references ${other}(id) on delete cascade`;
const inOrganisation = { organisation: of('organisations') };

/** Each table: its columns and its key. A table comes after those that it refers to. */
const tables: Readonly<Record<string, readonly [columns: Columns, key: string]>> = {
  tiers: [{ id: text, name: text, contribution: text, limits: text, features: text, sort: number }, 'id'],
  organisations: [
    {
      id: text,
      name: text,
      kind: text,
      tier: 'text not null references tiers(id)',
      agreed: text,
      look: text,
      suspended: number,
      person: 'text unique',
      created_at: number,
    },
    'id',
  ],
  memberships: [{ ...inOrganisation, account: text, role: text, since: number }, 'organisation, account'],
  invitations: [
    {
      id: text,
      ...inOrganisation,
      email: text,
      role: text,
      token_hash: `${text} unique`,
      created_at: number,
      expires_at: number,
    },
    'id',
  ],
  api_keys: [
    { id: text, ...inOrganisation, name: text, hash: text, scopes: text, created_at: number, expires_at: 'whole' },
    'id',
  ],
  audit: [
    {
      id: text,
      organisation: 'text',
      at: number,
      by_kind: 'text',
      by_id: 'text',
      what: text,
      about: text,
      detail: text,
      network: text,
    },
    'id',
  ],
  spaces: [
    {
      id: text,
      slug: `${text} unique`,
      ...inOrganisation,
      owner: text,
      title: text,
      settings: text,
      member_code: number,
      moderator_code: number,
      calendar_code: number,
      room: 'text',
      created_at: number,
    },
    'id',
  ],
  space_hosts: [{ space: of('spaces'), account: text }, 'space, account'],
  meetings: [
    {
      id: text,
      space: text,
      organisation: text,
      room: text,
      title: text,
      started_at: number,
      ended_at: 'whole',
      people: number,
      peak: number,
      participant_ms: number,
    },
    'id',
  ],
  attendances: [
    { meeting: of('meetings'), member: text, name: text, role: text, joined_at: number, left_at: 'whole' },
    'meeting, member, joined_at',
  ],
  usage: [
    { organisation: text, month: text, meetings: number, participant_ms: number, peak: number },
    'organisation, month',
  ],
  schedules: [
    {
      id: text,
      space: of('spaces'),
      title: text,
      starts_at: number,
      minutes: number,
      zone: text,
      recurrence: text,
      sequence: number,
      created_at: number,
    },
    'id',
  ],
  notices: [{ id: number, text, until_at: 'whole' }, 'id'],
};

const indexes = {
  memberships_of_an_account: 'memberships (account)',
  invitations_of_an_organisation: 'invitations (organisation)',
  audit_of_an_organisation: 'audit (organisation, at)',
  audit_in_time: 'audit (at)',
  spaces_of_an_organisation: 'spaces (organisation)',
  spaces_of_an_owner: 'spaces (owner)',
  space_hosts_of_an_account: 'space_hosts (account)',
  meetings_of_a_space: 'meetings (space, started_at)',
  meetings_of_a_room: 'meetings (room)',
  meetings_of_an_organisation: 'meetings (organisation, ended_at)',
  schedules_of_a_space: 'schedules (space)',
};

/**
 * The records around meetings: tiers, organisations with their members, spaces, meetings, usage, schedules, the audit, and
 * what operators tell everybody.
 */
export function records(dialect: Dialect): Migration {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint';
  const end = dialect === 'sqlite' ? ' strict' : '';
  return {
    async up(db) {
      for (const [name, [columns, key]] of Object.entries(tables)) {
        const lines = Object.entries(columns).map(([column, type]) => `"${column}" ${type.replace(/^whole/, whole)}`);
        await sql.raw(`create table ${name} (${lines.join(', ')}, primary key (${key}))${end}`).execute(db);
      }
      for (const [name, on] of Object.entries(indexes)) await sql.raw(`create index ${name} on ${on}`).execute(db);
      await sql.raw('alter table rooms add column space text').execute(db);
      await sql.raw(`alter table rooms add column kept ${whole}`).execute(db);
      await fillTiers(db);
    },
  };
}

async function fillTiers(db: Kysely<unknown>): Promise<void> {
  for (const [sort, [id, name, contribution, numbers, assembly]] of tiers.entries()) {
    const [spaces, sessionMinutes, hostAccounts, recordingBytes] = numbers.map((value) => value ?? 'unlimited');
    const limits = JSON.stringify({
      spaces,
      sessionMinutes,
      hostAccounts,
      participants: 'unlimited',
      recordingBytes,
    });
    const features = JSON.stringify({ forum: true, assembly });
    const values = sql.join([id, name, contribution, limits, features, sort]);
    await sql`insert into tiers (id, name, contribution, limits, features, sort) values (${values})`.execute(db);
  }
}
