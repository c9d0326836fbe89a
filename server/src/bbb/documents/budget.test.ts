import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Meeting, ProgramDocument } from '../../gateway/http/bbb/ports.ts';
import { Documents } from './Documents.ts';

it('a document in base64 beyond the bytes that may wait is missed as `busy`, until others are done', async () => {
  const { promise: isOver, resolve: finish } = Promise.withResolvers<void>();
  const misses: unknown[] = [];
  const settle = async (_serve: unknown, fact: object) => {
    if ('missed' in fact) misses.push(fact);
  };
  const room = { settle, committed: () => ({ ended: {} }) };
  let running = 0;
  const converter = {
    async inFolder(work: (folder: string) => Promise<void>) {
      const folder = await mkdtemp(join(tmpdir(), 'plenum-budget-'));
      running += 1;
      try {
        await work(folder);
        await isOver;
      } finally {
        await rm(folder, { recursive: true });
        running -= 1;
      }
    },
  };
  let ids = 0;
  const documents = new Documents({
    converter,
    rooms: { find: async () => room },
    newId: () => String((ids += 1)),
    failed: (_what: string, error: unknown) => misses.push(error),
    mostDecodedBytes: 10,
  } as never);
  const meeting = { owner: '', room: 'r' } as Meeting;
  const bring = (letters: number) => {
    const base64 = [Buffer.alloc(letters, 'A')];
    const document: ProgramDocument = { name: 'a', isCurrent: false, mayBeSaved: false, mayBeRemoved: true, base64 };
    return documents.bring(meeting, [document], 'later');
  };
  await bring(8);
  await bring(8);
  expect([misses, running]).toEqual([[{ missed: '2', reason: 'busy' }], 1]);
  finish();
  await vi.waitFor(() => expect(running).toBe(0));
  await bring(8);
  await documents.close();
  expect(misses).toHaveLength(1);
});
