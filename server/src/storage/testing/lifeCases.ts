import { expect, it } from 'vitest';
import { type Bench, entries, numbers, roomRecord } from './Bench.ts';

/** Opening and closing a store, and data that outlives it. */
export function lifeCases(bench: Bench): void {
  it('keeps everything over a restart', async () => {
    const { store, id } = await bench.openRoom();
    const written = entries(1, 5);
    await store.append(id, written);
    await store.saveSnapshot(id, { seq: 4, states: { chat: 4 } });
    await store.markRoom(id, undefined);
    await store.close();
    const again = await bench.open();
    expect(await again.read(id, 0, 10)).toEqual(written);
    expect(await again.loadSnapshot(id)).toEqual({ seq: 4, states: { chat: 4 } });
    expect(await again.occupiedRooms()).toEqual([id]);
  });

  it('creates a secret once, for any number of callers, and keeps it', async () => {
    const store = await bench.open();
    const asked = await Promise.all(numbers(1, 10).map(() => store.secret('tickets')));
    expect(new Set(asked).size).toBe(1);
    expect(asked[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await store.secret('seats')).not.toBe(asked[0]);
    await store.close();
    const again = await bench.open();
    expect(await again.secret('tickets')).toBe(asked[0]);
  });

  it('is healthy while it can write', async () => {
    const store = await bench.open();
    expect(await store.healthy()).toBe(true);
    expect(await store.healthy()).toBe(true);
    await store.close();
    expect(await store.healthy()).toBe(false);
  });

  it('closes after earlier calls, twice without an error, and then refuses calls', async () => {
    const { store, id } = await bench.openRoom();
    const asked = numbers(1, 10).map((seq) => store.append(id, entries(seq, seq)));
    await Promise.all([store.close(), store.close(), ...asked]);
    await store.close();
    await expect(store.findRoom(id)).rejects.toMatchObject({ name: 'AppError', code: 'closed' });
    const again = await bench.open();
    expect(await again.lastSeq(id)).toBe(10);
  });

  it('refuses data that a newer Plenum wrote, in words for the operator', async () => {
    const { store } = await bench.openRoom();
    await store.close();
    await bench.world.sql(`insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`);
    await expect(bench.open()).rejects.toMatchObject({ code: 'unavailable', message: /newer Plenum/ });
    await bench.world.sql(`delete from kysely_migration where name = '9999-later'`);
    await expect(bench.open()).resolves.toBeDefined();
  });

  it('gives a caller nothing of another room', async () => {
    const { store, id } = await bench.openRoom();
    const other = roomRecord();
    await store.createRoom(other);
    await store.append(id, entries(1, 3));
    expect(await store.read(other.id, 0, 10)).toEqual([]);
    expect(await store.lastSeq(other.id)).toBe(0);
  });
}
