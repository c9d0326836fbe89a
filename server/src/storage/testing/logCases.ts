import type { LogEntry } from '@plenum/shared/core/log';
import { expect, it } from 'vitest';
import { type Bench, entries, numbers, roomRecord } from './Bench.ts';

/** The content and the order of a log. */
export function logCases(bench: Bench): void {
  it('returns appended entries, in order and in pages', async () => {
    const { store, id } = await bench.openRoom();
    const written = entries(1, 25);
    await store.append(id, written.slice(0, 10));
    await store.append(id, written.slice(10));
    expect(await store.read(id, 0, 100)).toEqual(written);
    expect(await store.read(id, 0, 10)).toEqual(written.slice(0, 10));
    expect(await store.read(id, 20, 10)).toEqual(written.slice(20));
    expect(await store.read(id, 25, 10)).toEqual([]);
    expect(await store.lastSeq(id)).toBe(25);
  });

  it('keeps each kind of entry unchanged: private, with a reply, from the server, with odd texts', async () => {
    const { store, id } = await bench.openRoom();
    const plain = { at: 1_790_000_000_000, feature: 'chat', event: 'sent' };
    const written: LogEntry[] = [
      { ...plain, seq: 1, payload: { text: 'only for you' }, by: 'member-1', to: ['member-1', 'member-2'] },
      {
        ...plain,
        seq: 2,
        payload: { text: 'x' },
        by: 'member-1',
        key: 'key-1',
        reply: { id: 'm1', nested: [null, 1.5] },
      },
      { ...plain, seq: 3, payload: { text: 'x' }, key: 'key-2', reply: null },
      { ...plain, seq: 4, payload: null },
      { ...plain, seq: 5, payload: { text: 'NUL \u0000, half a pair \ud800, \u2028, 𝄞, "\'; drop table log' }, to: [] },
      { ...plain, seq: 6, payload: [1, -0.25, 1e300, true, '', { deep: { deeper: [] } }] },
      { ...plain, seq: 7, version: 2, payload: { text: 'of the second version' } },
    ];
    await store.append(id, written);
    expect(await store.read(id, 0, 10)).toEqual(written);
    for (const entry of await store.read(id, 3, 1)) expect(Object.keys(entry)).not.toContain('reply');
  });

  it('takes a batch larger than one insert', async () => {
    const { store, id } = await bench.openRoom();
    const written = entries(1, 1_234);
    await store.append(id, written);
    expect(await store.read(id, 0, 5_000)).toEqual(written);
  });

  it('does nothing for an empty batch', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, []);
    expect(await store.lastSeq(id)).toBe(0);
  });

  it('refuses a payload that is not JSON, and entries of an unknown room', async () => {
    const { store, id } = await bench.openRoom();
    const [entry] = entries(1, 1);
    if (!entry) throw new Error('no entry');
    const circle: unknown[] = [];
    circle.push(circle);
    for (const payload of [undefined, 1n, circle, () => 1]) {
      await expect(store.append(id, [{ ...entry, payload }])).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(store.append('no-such-room', [entry])).rejects.toMatchObject({ code: 'notFound' });
    expect(await store.lastSeq(id)).toBe(0);
  });
}

/** The rules that keep a log free of gaps and forks. */
export function orderCases(bench: Bench): void {
  it('refuses a gap, inside a batch and before it, and writes nothing then', async () => {
    const { store, id } = await bench.openRoom();
    const conflict = { code: 'conflict' };
    await expect(store.append(id, entries(2, 3))).rejects.toMatchObject(conflict);
    await expect(store.append(id, entries(0, 1))).rejects.toMatchObject(conflict);
    await store.append(id, entries(1, 3));
    await expect(store.append(id, entries(5, 6))).rejects.toMatchObject(conflict);
    await expect(store.append(id, [...entries(4, 5), ...entries(7, 7)])).rejects.toMatchObject(conflict);
    await expect(store.append(id, entries(3, 5))).rejects.toMatchObject(conflict);
    await expect(store.append(id, entries(1, 3))).rejects.toMatchObject(conflict);
    expect(await store.lastSeq(id)).toBe(3);
  });

  it('takes the last batch again as a retry, but not a part of it, nor another batch with its numbers', async () => {
    const { store, id } = await bench.openRoom();
    const written = entries(1, 3);
    await store.append(id, written);
    await store.append(id, written);
    expect(await store.read(id, 0, 10)).toEqual(written);
    await expect(store.append(id, written.slice(0, 2))).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.append(id, entries(1, 3))).rejects.toMatchObject({ code: 'conflict' });
    await store.append(id, entries(4, 4));
    await expect(store.append(id, written)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('accepts exactly one of several writers of a room', async () => {
    const { store, id } = await bench.openRoom();
    const offers = Array.from({ length: 20 }, () => entries(1, 3));
    const results = await Promise.allSettled(offers.map((offer) => store.append(id, offer)));
    const won = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(won).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: 'AppError', code: 'conflict' });
    }
    expect(await store.read(id, 0, 10)).toEqual(offers[won[0] ?? -1]);
  });

  it('writes many rooms at once, and a failed one leaves the others intact', async () => {
    const store = await bench.store();
    const ids = Array.from({ length: 60 }, () => roomRecord().id);
    await Promise.all(ids.map((id) => store.createRoom(roomRecord(id))));
    const results = await Promise.allSettled(
      ids.map(async (id, index) => {
        for (let seq = 1; seq <= 5; seq += 1) await store.append(id, entries(seq, seq));
        // Every third room sends a wrong batch while the others write.
        if (index % 3 === 0) await store.append(id, entries(9, 9));
      }),
    );
    expect(results.map(({ status }) => status)).toEqual(
      ids.map((_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')),
    );
    for (const id of ids) expect((await store.read(id, 0, 10)).map(({ seq }) => seq)).toEqual(numbers(1, 5));
  });

  it('keeps the order of calls about one room', async () => {
    const { store, id } = await bench.openRoom();
    await Promise.all(numbers(1, 30).map((seq) => store.append(id, entries(seq, seq))));
    await Promise.all(numbers(1, 30).map((time) => store.markRoom(id, time % 2 ? time : undefined)));
    expect(await store.lastSeq(id)).toBe(30);
    expect(await store.occupiedRooms()).toContain(id);
    await Promise.all(numbers(1, 31).map((time) => store.markRoom(id, time % 2 ? time : undefined)));
    expect(await store.occupiedRooms()).not.toContain(id);
  });
}
