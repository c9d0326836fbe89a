import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../openStore.ts';
import { freshFor, storeSuite } from '../storeSuite.ts';
import { entries, numbers } from '../testing/Bench.ts';
import { TestCluster } from '../testing/TestCluster.ts';
import { postgresWorld } from '../testing/worlds.ts';

const programs = TestCluster.programs();

describe.skipIf(programs === undefined)(
  'PostgreSQL (skipped where no server is installed; npm test provides one)',
  () => {
    let cluster: TestCluster;
    beforeAll(async () => {
      cluster = await TestCluster.create(programs ?? '');
    }, 60_000);
    afterAll(() => cluster.close());

    const bench = storeSuite('PostgreSQL', () => postgresWorld(cluster));

    describe('PostgreSQL server', { timeout: 30_000 }, () => {
      freshFor(bench);

      it('several nodes can start on an empty database at once, and share its secrets', async () => {
        const stores = await Promise.all(numbers(1, 4).map(() => bench.open()));
        const secrets = await Promise.all(stores.map((store) => store.secret('tickets')));
        expect(new Set(secrets).size).toBe(1);
      });

      it('two nodes that write to one room cannot fork its log', async () => {
        const { store, id } = await bench.openRoom();
        const other = await bench.open();
        for (let seq = 1; seq <= 20; seq += 1) {
          const results = await Promise.allSettled([store, other].map((node) => node.append(id, entries(seq, seq))));
          expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        }
        expect((await store.read(id, 0, 100)).map(({ seq }) => seq)).toEqual(numbers(1, 20));
      });

      it('two nodes retrying the very same batch agree', async () => {
        const { store, id } = await bench.openRoom();
        const other = await bench.open();
        for (let seq = 1; seq <= 20; seq += 1) {
          const batch = entries(seq, seq);
          await Promise.all([store.append(id, batch), other.append(id, batch)]);
        }
        expect(await store.lastSeq(id)).toBe(20);
      });

      it('commits are durable even where the operator switched that off', async () => {
        const { store, id } = await bench.openRoom();
        await store.close();
        await bench.world.sql(
          `do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`,
        );
        await bench.world.sql(`create table seen (value text)`);
        await bench.world.sql(`create function watch() returns trigger language plpgsql as
      $$ begin insert into seen values (current_setting('synchronous_commit')); return new; end $$`);
        await bench.world.sql(`create trigger watch before insert on log for each row execute function watch()`);
        const again = await bench.open();
        await again.append(id, entries(1, 1));
        await bench.world.sql(`do $$ begin assert (select value from seen) = 'on'; end $$`);
      });

      it('a lost server is unavailable and unhealthy, and has every acknowledged entry when it is back', async () => {
        const { store, id } = await bench.openRoom();
        const acked: number[] = [];
        let crashed: Promise<void> | undefined;
        const writing = (async () => {
          for (let seq = 1; ; seq += 1) {
            await store.append(id, entries(seq, seq));
            acked.push(seq);
            if (seq === 50) crashed = cluster.crash();
          }
        })();
        await expect(writing).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
        await expect(store.read(id, 0, 10)).rejects.toMatchObject({ code: 'unavailable' });
        expect(await store.healthy()).toBe(false);
        await crashed;
        await cluster.start();
        expect(await store.healthy()).toBe(true);
        const log = (await store.read(id, 0, 1_000_000)).map(({ seq }) => seq);
        expect(log).toEqual(numbers(1, log.length));
        // The append that ran during the crash may have been committed without an answer.
        expect([acked.length, acked.length + 1]).toContain(log.length);
      });

      it('says why it cannot start, without the password', async () => {
        const url = 'postgres://plenum:hunter2@127.0.0.1:1/none';
        const opening = openStore({ data: '', databaseUrl: url, onUnreadable: () => {} });
        const error: unknown = await opening.catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: 'AppError', code: 'unavailable' });
        expect(String(error)).toMatch(/PostgreSQL database cannot be used: .*ECONNREFUSED/);
        expect(String(error)).not.toContain('hunter2');
      });
    });
  },
);
