import BetterSqlite3 from 'better-sqlite3';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { expect, it } from 'vitest';
import { migrate } from '../../migrate.ts';
import { migrations } from '../../migrations/list.ts';
import { sqliteQueries } from '../../sqlite/dialect.ts';
import { by } from '../../testing/directory.ts';
import { spaces } from './spaces.ts';

/** An account with this many spaces, each with two hosts and two meetings. */
async function ownerOf(count: number) {
  const db = sqliteQueries(new BetterSqlite3(':memory:'));
  await migrate(db, migrations('sqlite'));
  const organisation = {
    id: 'mill',
    name: 'The mill',
    kind: 'group',
    tier: 'small',
    person: null,
    created_at: 1,
  } as const;
  const more = { agreed: '{}', look: '{}', suspended: 0, reason: '', logo: null, recording_days: null } as const;
  await db
    .insertInto('organisations')
    .values({ ...organisation, ...more })
    .execute();
  for (let index = 0; index < count; index += 1) {
    const [id, codes] = [`space-${index}`, { member_code: 0, moderator_code: 0, calendar_code: 0 }];
    const row = { id, slug: id, organisation: 'mill', owner: 'ana', title: 'The yard', room: null, shelf: null };
    await db
      .insertInto('spaces')
      .values({ ...row, ...codes, settings: JSON.stringify(firstSettings), created_at: 1 })
      .execute();
    const hosts = ['cleo', 'ben'].map((account) => ({ space: id, account }));
    await db.insertInto('space_hosts').values(hosts).execute();
    for (const started_at of [index, index + 1_000]) {
      const meeting = {
        id: `${id}-${started_at}`,
        room: id,
        space: id,
        organisation: 'mill',
        started_at,
        ended_at: null,
      };
      const counts = { people: 0, peak: 2, participant_ms: 0, title: 'The yard' };
      await db
        .insertInto('meetings')
        .values({ ...meeting, ...counts })
        .execute();
    }
  }
  return db;
}

it('asks the database as often for a page of many spaces as for a page of one', async () => {
  const asked: number[] = [];
  for (const count of [1, 60]) {
    const db = await ownerOf(count);
    let queries = 0;
    const counting = db.withPlugin({
      transformQuery: ({ node }) => {
        queries += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const { spaces: found, more } = await spaces.page.run(counting, { acting: by('ana') }, expect.unreachable);
    asked.push(queries);
    expect([found.length, more]).toEqual([count, false]);
    for (const { id, hosts, lastMeeting } of found) {
      expect(hosts).toEqual(['ben', 'cleo']);
      expect(lastMeeting).toBe(Number(id.slice('space-'.length)) + 1_000);
    }
    await db.destroy();
  }
  expect(asked[1]).toBe(asked[0]);
});
