import type { LogEntry } from '@plenum/shared/core/log';
import { expect, it } from 'vitest';
import { type Bench, entries, numbers } from './Bench.ts';

/** Entries of a busy board, with every tenth of a chat; `at` is the number. */
function busy(from: number, to: number): LogEntry[] {
  return entries(from, to).map((entry) => {
    const isChat = entry.seq % 10 === 0;
    const what = isChat ? { feature: 'chat', event: 'sent' } : { feature: 'whiteboard', event: 'changed' };
    return { ...entry, ...what, at: entry.seq, key: `key-${entry.seq}`, reply: { id: `r${entry.seq}` } };
  });
}

const passing = [
  { feature: 'whiteboard', events: ['put', 'changed'] },
  { feature: 'layout', events: ['pushed'] },
];

/** What a compacted log keeps. */
export function compactCases(bench: Bench): void {
  it('deletes passing events in the range and nothing else, and returns their bytes', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, busy(1, 40));
    const before = await store.logBytes(id);
    const { upTo, bytes: freed } = await store.compact(id, { after: 5, upTo: 25 }, passing);
    expect(upTo).toBe(25);
    expect((await store.read(id, 0, 100)).map(({ seq }) => seq)).toEqual([
      ...numbers(1, 5),
      10,
      20,
      ...numbers(26, 40),
    ]);
    expect(freed).toBeGreaterThan(200 * 18);
    expect(await store.logBytes(id)).toBe(before - freed);
    expect(await store.compact(id, { after: 5, upTo: 25 }, passing)).toEqual({ upTo: 25, bytes: 0 });
    expect(await store.compact(id, { after: 25, upTo: 39 }, [])).toEqual({ upTo: 39, bytes: 0 });
  });

  it('continues the numbers, accepts a retry and refuses another writer as before', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, busy(1, 30));
    await store.compact(id, { after: 0, upTo: 29 }, passing);
    expect(await store.lastSeq(id)).toBe(30);
    const more = busy(31, 33);
    await store.append(id, more);
    await store.append(id, more);
    await expect(store.append(id, busy(31, 33))).rejects.toMatchObject({ code: 'conflict' });
    expect((await store.read(id, 0, 100)).map(({ seq }) => seq)).toEqual([10, 20, 30, 31, 32, 33]);
  });

  it('leaves other rooms unchanged, and can be erased as a whole', async () => {
    const { store, id } = await bench.openRoom();
    const { id: other } = await bench.openRoom();
    await store.append(id, busy(1, 1_500));
    await store.append(other, busy(1, 20));
    await store.compact(id, { after: 0, upTo: 1_499 }, passing);
    expect(await store.read(other, 0, 100)).toHaveLength(20);
    await store.eraseRoom(id);
    expect(await store.read(id, 0, 10)).toEqual([]);
  });

  it('finds the last entry before a time, and the replies to later commands', async () => {
    const { store, id } = await bench.openRoom();
    expect(await store.seqBefore(id, 1_000)).toBe(0);
    await store.append(id, busy(1, 25));
    await store.append(id, entries(26, 27));
    expect([await store.seqBefore(id, 1), await store.seqBefore(id, 21), await store.seqBefore(id, 26)]).toEqual([
      0, 20, 25,
    ]);
    const answer = (seq: number) => ({ by: 'member-1', key: `key-${seq}`, reply: { id: `r${seq}` }, at: seq });
    const { answers, next } = await store.readAnswers(id, 20, 3);
    expect(answers).toEqual([21, 22, 23].map(answer));
    expect(next).toBe(23);
    expect(await store.readAnswers(id, 23, 3)).toEqual({ answers: [24, 25].map(answer) });
  });

  it('counts the bytes of a row as the room does before there is a row', async () => {
    const { store, id } = await bench.openRoom();
    const plain = { seq: 1, at: 1, feature: 'chat', event: 'sent' };
    await store.append(id, [
      { ...plain, payload: { text: 'Grüße 𝄞' }, to: ['member-1', 'member-22'], key: 'key-1', reply: { id: 'ñ' } },
    ]);
    const texts = ['{"text":"Grüße 𝄞"}', '["member-1","member-22"]', '{"id":"ñ"}'];
    expect(await store.logBytes(id)).toBe(200 + Buffer.byteLength(texts.join('')));
  });
}
