import BetterSqlite3 from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import type { Tables } from './schema.ts';
import { sqliteQueries } from './sqlite/dialect.ts';

async function tables(db: Kysely<Tables>): Promise<string[]> {
  const found = await db.introspection.getTables();
  return found.map(({ name }) => name);
}

it('makes the tables once', async () => {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  await migrate(db, migrations('sqlite'));
  await migrate(db, migrations('sqlite'));
  expect(await tables(db)).toEqual(expect.arrayContaining(['log', 'probe', 'rooms', 'secrets', 'snapshots']));
  await db.destroy();
});

it('undoes a migration that fails half-way, so that it can be run again', async () => {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  let fail = true;
  const later = {
    async up(migrating: Kysely<unknown>) {
      await migrating.schema.createTable('half').addColumn('id', 'integer').execute();
      await migrating.schema.alterTable('rooms').addColumn('colour', 'text').execute();
      if (fail) throw new Error('the power went out');
    },
  };
  const list = { ...migrations('sqlite'), '9999-later': later };
  await migrate(db, migrations('sqlite'));
  await expect(migrate(db, list)).rejects.toThrow('the power went out');
  expect(await tables(db)).not.toContain('half');
  fail = false;
  await migrate(db, list);
  expect(await tables(db)).toContain('half');
  await db.destroy();
});
