import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogEntry } from '@plenum/shared/core/log';
import { systemClock } from '../clock.ts';
import { openStore } from '../storage/openStore.ts';
import type { Store } from '../storage/ports.ts';
import { by, newGroup, newId } from '../storage/testing/directory.ts';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { meetingHistory } from './meetings.ts';
import { Readers } from './Readers.ts';

const folder = mkdtempSync(join(tmpdir(), 'plenum-meetings-'));
const failures: unknown[] = [];
const report = { failed: (_room: string, _what: string, error: unknown) => String(failures.push(error)) };
let store: Store;
beforeAll(async () => {
  store = await openStore({ data: folder, onUnreadable: () => undefined });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const entry = (seq: number, event: string, payload: unknown): LogEntry => {
  return { seq, at: 1_790_000_000_000 + seq * 60_000, feature: 'presence', event, payload };
};

it('[ME3] each entry counts once: a reader that starts again goes on where it was, and skips what it cannot read', async () => {
  const { organisation, owner } = await newGroup(store);
  const space = newId();
  const slug = `s-${space}`;
  const input = { title: 'The yard', settings: firstSettings, organisation, own: '' };
  await store.ask.spaces.create({ acting: by(owner), id: space, slug, ...input });
  const record = { id: `r-${newId()}`, hostKeyHash: 'ab', createdAt: 1 };
  const { room } = await store.ask.openings.begin({ slug, record });
  const person = (id: string) => ({ id, name: id, role: 'guest' });
  const log = [
    entry(1, 'joined', person('ana')),
    entry(2, 'joined', { id: 'nameless' }),
    entry(3, 'joined', person('ben')),
    entry(4, 'dropped', { id: 'ben' }),
    entry(5, 'left', { id: 'ana' }),
    entry(6, 'everyoneLeft', {}),
  ];
  for (const one of log) {
    await store.append(room, [one]);
    for (let start = 0; start < 2; start += 1) {
      const readers = await Readers.open({
        store,
        clock: systemClock,
        report,
        readers: [meetingHistory(store, report)],
      });
      await readers.idle();
      await readers.close();
    }
  }
  const { rows } = await store.ask.meetings.page({ acting: by(owner), space });
  expect(rows).toMatchObject([{ peak: 2, people: 0, participant_ms: (4 + 3) * 60_000 }]);
  expect(failures).toHaveLength(1);
});
