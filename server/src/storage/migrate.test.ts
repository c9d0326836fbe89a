import BetterSqlite3 from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import type { Tables } from './schema.ts';
import { sqliteQueries } from './sqlite/dialect.ts';

async function tables(db: Kysely<Tables>): Promise<string[]> {
  const found = await db.introspection.getTables();
  return found.map(({ name }) => name);
}

function migrationsBefore(number: string) {
  return Object.fromEntries(Object.entries(migrations('sqlite')).filter(([name]) => name < number));
}

it('creates the tables once', async () => {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  await migrate(db, migrations('sqlite'));
  await migrate(db, migrations('sqlite'));
  expect(await tables(db)).toEqual(expect.arrayContaining(['log', 'probe', 'rooms', 'secrets', 'snapshots']));
  await db.destroy();
});

it('rolls back a migration that fails half-way, so that it can run again', async () => {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  let fail = true;
  const later = {
    async up(migrating: Kysely<unknown>) {
      await migrating.schema.createTable('half').addColumn('id', 'integer').execute();
      await migrating.schema.alterTable('rooms').addColumn('colour', 'text').execute();
      if (fail) throw new Error('power failure');
    },
  };
  const list = { ...migrations('sqlite'), '9999-later': later };
  await migrate(db, migrations('sqlite'));
  await expect(migrate(db, list)).rejects.toThrow('power failure');
  expect(await tables(db)).not.toContain('half');
  fail = false;
  await migrate(db, list);
  expect(await tables(db)).toContain('half');
  await db.destroy();
});

it('keeps the snapshot of a database from before there were two', async () => {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  await migrate(db, migrationsBefore('0005'));
  await sql`insert into rooms (id, title, host_key_hash, created_at, erasing) values ('a-room', 'x', 'x', 0, 0)`.execute(
    db,
  );
  await sql`insert into snapshots (room, seq, states) values ('a-room', 7, '{"chat":1}')`.execute(db);
  await migrate(db, migrations('sqlite'));
  expect(await db.selectFrom('snapshots').selectAll().execute()).toEqual([
    { room: 'a-room', seq: 7, states: '{"chat":1}', log_bytes: null, compacted: null, whole: null, versions: null },
  ]);
  expect(await tables(db)).not.toContain('single_snapshots');
  await db.destroy();
});

it('starts the reader of files at the end of the logs of a database from before there were readers', async () => {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  await migrate(db, migrationsBefore('0006'));
  for (const room of ['quiet', 'busy']) {
    const values = sql.join([room, 'x', 'x', 0, 0]);
    await sql`insert into rooms (id, title, host_key_hash, created_at, erasing) values (${values})`.execute(db);
  }
  for (const seq of [1, 2, 7]) {
    const values = sql.join(['busy', seq, 0, 'chat', 'sent', '{}']);
    await sql`insert into log (room, seq, at, feature, event, payload) values (${values})`.execute(db);
  }
  await migrate(db, migrations('sqlite'));
  expect(await db.selectFrom('cursors').selectAll().execute()).toEqual([{ room: 'busy', reader: 'files', seq: 7 }]);
  await db.destroy();
});

it('leaves learning platforms the addresses that all had, and lets another organisation register the same client', async () => {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  await migrate(db, migrationsBefore('0022'));
  await sql`insert into organisations (id, name, kind, tier, agreed, look, suspended, created_at)
    select column1, 'A', 'group', 'small', '{}', '{}', 0, 0 from (values ('a'), ('b'))`.execute(db);
  const rest = { name: 'M', issuer: 'https://m.example', client_id: 'c', deployments: '[]', created_at: 0 };
  const common = { ...rest, keys_url: 'https://m.example/k', sign_in_url: 'https://m.example/s' };
  const old = { ...common, id: 'old', organisation: 'a' };
  await sql`insert into lti_platforms (${sql.join(Object.keys(old).map((column) => sql.ref(column)))})
    values (${sql.join(Object.values(old))})`.execute(db);
  await migrate(db, migrations('sqlite'));
  await db
    .insertInto('lti_platforms')
    .values({ ...common, id: 'new', organisation: 'b', shared_address: 0 })
    .execute();
  const rows = db.selectFrom('lti_platforms').select(['id', 'shared_address']).orderBy('id');
  expect(await rows.execute()).toEqual([
    { id: 'new', shared_address: 0 },
    { id: 'old', shared_address: 1 },
  ]);
  await db.destroy();
});
