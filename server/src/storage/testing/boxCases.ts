import { expect, it } from 'vitest';
import { type Bench, entries, numbers, roomRecord } from './Bench.ts';

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();
const drop = (box: string, ...values: unknown[]) => ({
  dropped: values.map((value) => ({ box, value })),
  emptied: [],
});

/** Boxes: they return their values, without the order. */
export function boxCases(bench: Bench): void {
  it('returns every value of a box, a repeated one repeatedly, and none of another box', async () => {
    const { store, id } = await bench.openRoom();
    const other = roomRecord();
    await store.createRoom(other);
    await store.append(id, entries(1, 1), drop('a', { n: 1 }, { n: 1 }, null, 'text'));
    await store.append(id, entries(2, 2), { dropped: [...drop('a', 2).dropped, ...drop('b', 3).dropped], emptied: [] });
    await store.append(other.id, entries(1, 1), drop('a', 'elsewhere'));
    expect(sorted(await store.readBox(id, 'a'))).toEqual(sorted([{ n: 1 }, { n: 1 }, null, 'text', 2]));
    expect(await store.readBox(id, 'b')).toEqual([3]);
    expect(await store.readBox(id, 'c')).toEqual([]);
  });

  it('keeps no order, neither of commits nor within a commit', async () => {
    const { store, id } = await bench.openRoom();
    for (const seq of numbers(1, 20)) await store.append(id, entries(seq, seq), drop('one by one', seq));
    await store.append(id, entries(21, 21), drop('at once', ...numbers(1, 20)));
    for (const box of ['one by one', 'at once']) {
      const values = await store.readBox(id, box);
      expect(sorted(values)).toEqual(sorted(numbers(1, 20)));
      expect(values).not.toEqual(numbers(1, 20));
      expect(values).not.toEqual(numbers(1, 20).toReversed());
    }
  });

  it('adds slips with the entries or not at all, and not again when the entries are appended again', async () => {
    const { store, id } = await bench.openRoom();
    const written = entries(1, 2);
    await store.append(id, written, drop('a', 'once'));
    await store.append(id, written, drop('a', 'once'));
    await expect(store.append(id, entries(9, 9), drop('a', 'never'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.append(id, entries(3, 3), drop('a', 1n))).rejects.toMatchObject({ code: 'invalid' });
    expect(await store.readBox(id, 'a')).toEqual(['once']);
    expect(await store.lastSeq(id)).toBe(2);
  });

  it('empties a box in the commit of the entries, and all boxes of an erased room', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 1), { dropped: [...drop('a', 1).dropped, ...drop('b', 2).dropped], emptied: [] });
    await store.append(id, entries(2, 2), { dropped: [], emptied: ['a'] });
    expect(await store.readBox(id, 'a')).toEqual([]);
    expect(await store.readBox(id, 'b')).toEqual([2]);
    await store.eraseRoom(id);
    await store.createRoom(roomRecord(id));
    expect(await store.readBox(id, 'b')).toEqual([]);
  });

  it('skips a value that cannot be read, and reports it', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 1), drop('a', 'good'));
    await bench.world.sql(`insert into slips values ('${id}', 'a', 'zzz', '{"half":')`);
    expect(await store.readBox(id, 'a')).toEqual(['good']);
    expect(bench.takeUnreadable()).toEqual([`${id} 0`]);
  });
}
