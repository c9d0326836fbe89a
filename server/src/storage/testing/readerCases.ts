import { randomUUID } from 'node:crypto';
import type { RoomId } from '@plenum/shared/core/ids';
import { expect, it } from 'vitest';
import type { Store } from '../ports.ts';
import { calls } from '../Questions.ts';
import { logRow } from '../rows.ts';
import { type Bench, entries, numbers } from './Bench.ts';

const wants = [{ feature: 'chat', events: ['sent', 'edited'] }];
const passing = [{ feature: 'whiteboard', events: ['changed', 'put'] }];

/** Entries of a board with every fifth of a chat. */
const mixed = (from: number, to: number) =>
  entries(from, to).map((entry) =>
    entry.seq % 5 === 0 ? entry : { ...entry, feature: 'whiteboard', event: 'changed' },
  );

/** Registers a reader of this case only: all cases share a database. */
async function register(store: Store, wanted = wants): Promise<string> {
  const reader = `reader-${randomUUID()}`;
  await store.ask.readers.register({ name: reader, wants: wanted });
  return reader;
}

async function roomsBehind(store: Store, reader: string): Promise<RoomId[]> {
  const found: RoomId[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { rooms, next } = await store.ask.readers.behind({ reader, after });
    found.push(...rooms);
    after = next;
  }
  return found;
}

/** The pages that durable readers get, and the rooms that they find. */
export function readerCases(bench: Bench): void {
  it('return unread wanted entries in pages, and skip the rest', async () => {
    const { store, id } = await bench.openRoom();
    const reader = await register(store);
    const page = () => store.ask.readers.page({ reader, room: id, wants, limit: 2 });
    expect(await page()).toEqual({ from: 0, upTo: 0, entries: [], more: false });
    const written = mixed(1, 28);
    await store.append(id, written);
    const seen: number[][] = [];
    for (let next = await page(); next && next.upTo > next.from; next = await page()) {
      expect(next.entries).toEqual(written.filter(({ seq }) => next?.entries.some((entry) => entry.seq === seq)));
      seen.push([next.from, next.upTo, ...next.entries.map(({ seq }) => seq)]);
      await store.ask.readers.move({ reader, room: id, from: next.from, to: next.upTo });
    }
    expect(seen).toEqual([
      [0, 10, 5, 10],
      [10, 20, 15, 20],
      [20, 28, 25],
    ]);
  });

  it('keep a cursor for each reader and room, and delete the cursors of an erased room', async () => {
    const { store, id } = await bench.openRoom();
    const { id: other } = await bench.openRoom();
    const [one, two] = [await register(store), await register(store)];
    for (const room of [id, other]) await store.append(room, entries(1, 5));
    await store.ask.readers.move({ reader: one, room: id, from: 0, to: 5 });
    const behind = async (reader: string) => {
      const found = await roomsBehind(store, reader);
      return [id, other].filter((room) => found.includes(room));
    };
    expect([await behind(one), await behind(two)]).toEqual([[other], [id, other]]);
    // Registered again, as after a restart, it keeps its cursor.
    await store.ask.readers.register({ name: one, wants: [{ feature: 'poll', events: ['opened'] }] });
    expect(await behind(one)).toEqual([other]);
    await bench.world.sql(`update rooms set erasing = 1 where id = '${other}'`);
    expect(await store.ask.readers.page({ reader: one, room: other, wants, limit: 9 })).toBeUndefined();
    expect(await behind(two)).toEqual([id]);
    await store.eraseRoom(id);
    await store.createRoom({ id, title: 'Again', hostKeyHash: 'ab', createdAt: 1 });
    await store.append(id, entries(1, 2));
    expect(await behind(one)).toEqual([id]);
    expect(await store.ask.readers.page({ reader: one, room: id, wants, limit: 9 })).toMatchObject({
      from: 0,
      upTo: 2,
    });
  });

  it('find unread rooms among more than one answer holds', async () => {
    const store = await bench.store();
    const reader = await register(store);
    const rooms = numbers(1, 1_100).map((number) => `many-${String(number).padStart(5, '0')}`);
    await Promise.all(rooms.map((room) => store.createRoom({ id: room, title: 'x', hostKeyHash: 'ab', createdAt: 1 })));
    const spoken = rooms.filter((_, index) => index % 300 === 0);
    for (const room of spoken) await store.append(room, entries(1, 1));
    const found = await roomsBehind(store, reader);
    expect(found.filter((room) => room.startsWith('many-'))).toEqual(spoken);
  });

  it('skip rows that cannot be read, and report them', async () => {
    const { store, id } = await bench.openRoom();
    const reader = await register(store);
    await store.append(id, entries(1, 3));
    await bench.world.sql(`update log set payload = '{' where room = '${id}' and seq > 1`);
    const page = await store.ask.readers.page({ reader, room: id, wants, limit: 9 });
    expect(page).toMatchObject({ upTo: 3, entries: [{ seq: 1 }] });
    expect(bench.takeUnreadable()).toEqual([`${id} 2`, `${id} 3`]);
  });
}

/** The cursors of durable readers, and the entries that are kept for them. */
export function cursorCases(bench: Bench): void {
  it('move a cursor from its own position only, together with the writes of the reader or not at all', async () => {
    const { store, id } = await bench.openRoom();
    const reader = await register(store);
    await store.append(id, entries(1, 9));
    const writes = (seq: number, from: number, to: number) =>
      store.together([
        calls.log.append({
          room: id,
          rows: entries(seq, seq).map((entry) => logRow(id, entry)),
          slips: [],
          emptied: [],
        }),
        calls.readers.move({ reader, room: id, from, to }),
      ]);
    await writes(10, 0, 4);
    for (const from of [0, 3, 5]) await expect(writes(11, from, 9)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.lastSeq(id)).toBe(10);
    await writes(11, 4, 9);
    expect(await store.lastSeq(id)).toBe(11);
    const both = numbers(1, 2).map(() => store.ask.readers.move({ reader, room: id, from: 9, to: 11 }));
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(store.ask.readers.move({ reader, room: 'no-such-room', from: 0, to: 1 })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('keep wanted passing events until they are read, and no others', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, mixed(1, 40));
    const uninterested = await register(store);
    const compact = (after: number) => store.compact(id, { after, upTo: 30 }, passing);
    const reader = await register(store, [...wants, ...passing]);
    expect(await compact(0)).toEqual({ upTo: 0, bytes: 0 });
    await store.ask.readers.move({ reader, room: id, from: 0, to: 12 });
    expect(await compact(0)).toMatchObject({ upTo: 12 });
    expect((await store.read(id, 0, 100)).map(({ seq }) => seq)).toEqual([5, 10, ...numbers(13, 40)]);
    await store.ask.readers.move({ reader, room: id, from: 12, to: 35 });
    expect(await compact(12)).toMatchObject({ upTo: 30 });
    expect(await store.ask.readers.page({ reader: uninterested, room: id, wants, limit: 99 })).toMatchObject({
      upTo: 40,
      entries: numbers(1, 8).map((number) => ({ seq: number * 5 })),
    });
    // The reader would also keep the entries of other cases.
    await bench.world.sql(`delete from readers where name = '${reader}'`);
  });
}
