import type { RoomId } from '@plenum/shared/core/ids';
import { expect, it } from 'vitest';
import { calls } from '../Questions.ts';
import { logRow } from '../rows.ts';
import { type Bench, entries, numbers, roomRecord } from './Bench.ts';

function appending(room: RoomId, seq: number) {
  const rows = entries(seq, seq).map((entry) => logRow(room, entry));
  return calls.log.append({ room, rows, slips: [], emptied: [] });
}

/** Several calls in one transaction. */
export function togetherCases(bench: Bench): void {
  it('all take effect', async () => {
    const { store, id } = await bench.openRoom();
    const other = roomRecord();
    await store.together([
      calls.rooms.create({ room: other.id, record: other }),
      appending(other.id, 1),
      appending(id, 1),
      calls.rooms.mark({ room: id, emptySince: null }),
    ]);
    expect([await store.lastSeq(id), await store.lastSeq(other.id)]).toEqual([1, 1]);
    expect(await store.occupiedRooms()).toContain(id);
  });

  it('do nothing when one of them fails, and throw its error', async () => {
    const { store, id } = await bench.openRoom();
    const { id: other } = await bench.openRoom();
    const broken = [appending(id, 1), appending(other, 1), appending(other, 3)];
    await expect(store.together(broken)).rejects.toMatchObject({ name: 'AppError', code: 'conflict' });
    expect([await store.lastSeq(id), await store.lastSeq(other)]).toEqual([0, 0]);
    await store.together(broken.slice(0, 2));
    expect([await store.lastSeq(id), await store.lastSeq(other)]).toEqual([1, 1]);
  });

  it('keep their order among the calls about each of their rooms', async () => {
    const { store, id } = await bench.openRoom();
    const { id: other } = await bench.openRoom();
    await Promise.all(
      numbers(1, 20).map((step) => {
        if (step % 3 === 0) return store.together([appending(id, step), appending(other, step)]);
        return Promise.all([store.append(other, entries(step, step)), store.append(id, entries(step, step))]);
      }),
    );
    expect([await store.lastSeq(id), await store.lastSeq(other)]).toEqual([20, 20]);
  });

  it('are refused when the store has no such procedure', async () => {
    const store = await bench.store();
    await expect(store.together([{ area: 'rooms', name: 'constructor', input: {} }])).rejects.toThrow(/no procedure/);
    await expect(store.together([{ area: 'toString', name: 'call', input: {} }])).rejects.toThrow(/no procedure/);
  });
}
