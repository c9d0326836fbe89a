import { describe, expect, it } from 'vitest';
import { type Bench, entries, numbers, roomRecord } from './Bench.ts';

/** The list of rooms. */
export function roomCases(bench: Bench): void {
  it('finds a stored room, and refuses its id for another one', async () => {
    const store = await bench.store();
    const room = roomRecord();
    await store.createRoom(room);
    expect(await store.findRoom(room.id)).toEqual(room);
    expect(await store.findRoom('no-such-room')).toBeUndefined();
    await expect(store.createRoom({ ...room, title: 'Another' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.findRoom(room.id)).toEqual(room);
  });

  it('gives an id to one of several callers at once', async () => {
    const store = await bench.store();
    const room = roomRecord();
    const results = await Promise.allSettled(numbers(1, 10).map(() => store.createRoom(room)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('stores which rooms are occupied, and since when the others are empty', async () => {
    const store = await bench.store();
    const [occupied, left, fresh] = [roomRecord(), roomRecord(), roomRecord()];
    for (const room of [occupied, left, fresh]) await store.createRoom(room);
    await store.markRoom(occupied.id, undefined);
    await store.markRoom(left.id, undefined);
    await store.markRoom(left.id, 5_000);
    await store.markRoom('no-such-room', 1);
    // The rooms of other cases are in the same database.
    const ours = (ids: string[]) => [occupied, left, fresh].filter(({ id }) => ids.includes(id));
    expect(ours(await store.occupiedRooms())).toEqual([occupied]);
    expect(ours(await store.roomsEmptySince(1_000))).toEqual([]);
    expect(ours(await store.roomsEmptySince(5_000))).toEqual([fresh]);
    expect(ours(await store.roomsEmptySince(5_001))).toEqual([left, fresh]);
  });

  it('finds the children of a room, and keeps them as long as their parent', async () => {
    const store = await bench.store();
    const [parent, other] = [roomRecord(), roomRecord()];
    const children = [
      { ...roomRecord(), parent: parent.id },
      { ...roomRecord(), parent: parent.id },
    ];
    for (const room of [parent, other, ...children]) await store.createRoom(room);
    expect((await store.childrenOf(parent.id)).sort()).toEqual(children.map(({ id }) => id).sort());
    expect(await store.childrenOf(other.id)).toEqual([]);
    for (const child of children) expect(await store.findRoom(child.id)).toEqual(child);
    const old = await store.roomsEmptySince(Number.MAX_SAFE_INTEGER);
    expect([parent, other, ...children].map(({ id }) => old.includes(id))).toEqual([true, true, false, false]);
  });

  it('erases one room and nothing else', async () => {
    const { store, id } = await bench.openRoom();
    const other = roomRecord();
    await store.createRoom(other);
    await store.append(id, entries(1, 2_500));
    await store.append(other.id, entries(1, 3));
    await store.saveSnapshot(id, { seq: 2_000, states: {} });
    await store.eraseRoom(id);
    await store.eraseRoom(id);
    expect(await store.findRoom(id)).toBeUndefined();
    expect(await store.read(id, 0, 10)).toEqual([]);
    expect(await store.loadSnapshot(id)).toBeUndefined();
    const left = await store.roomsEmptySince(Number.MAX_SAFE_INTEGER);
    expect([left.includes(id), left.includes(other.id)]).toEqual([false, true]);
    expect(await store.lastSeq(other.id)).toBe(3);
    await store.createRoom(roomRecord(id));
    expect(await store.lastSeq(id)).toBe(0);
  });

  it('never returns a room whose erasure was interrupted, and lists it for another erasure', async () => {
    const { store, id } = await bench.openRoom();
    await store.markRoom(id, undefined);
    await bench.world.sql(`update rooms set erasing = 1 where id = '${id}'`);
    expect(await store.findRoom(id)).toBeUndefined();
    expect(await store.occupiedRooms()).not.toContain(id);
    expect(await store.roomsEmptySince(0)).toContain(id);
  });
}

/** Snapshots: the newest readable one counts, and the one before it is kept for when the newest is unreadable. */
export function snapshotCases(bench: Bench): void {
  it('keeps the two newest, in any order of the calls', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 10));
    expect(await store.loadSnapshot(id)).toBeUndefined();
    await store.saveSnapshot(id, { seq: 5, states: { chat: { messages: ['five'] } } });
    await store.saveSnapshot(id, { seq: 8, states: { chat: { messages: ['eight', 'ñ\u0000'] }, hand: null } });
    await store.saveSnapshot(id, { seq: 6, states: {} });
    const newest = { seq: 8, states: { chat: { messages: ['eight', 'ñ\u0000'] }, hand: null } };
    expect(await store.loadSnapshot(id)).toEqual(newest);
    expect(await store.loadSnapshot(id, 8)).toEqual({ seq: 6, states: {} });
    expect(await store.loadSnapshot(id, 6)).toBeUndefined();
  });

  it('keeps the versions of states and the size of the log, and returns its own size', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 10));
    const snapshot = {
      seq: 9,
      states: { chat: 'ñ' },
      versions: { chat: 2 },
      log: { bytes: 4_000, compacted: 3, whole: 5 },
    };
    expect(await store.saveSnapshot(id, snapshot)).toBe(Buffer.byteLength('{"chat":"ñ"}'));
    expect(await store.loadSnapshot(id)).toEqual(snapshot);
  });

  it('returns the older one when the newest is unreadable, and says that the log is whole only after the newest', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 10));
    await store.saveSnapshot(id, { seq: 5, states: { chat: 5 }, log: { bytes: 1, compacted: 0, whole: 0 } });
    await store.saveSnapshot(id, { seq: 9, states: { chat: 9 }, log: { bytes: 2, compacted: 0, whole: 5 } });
    await bench.world.sql(`update snapshots set states = '{' where room = '${id}' and seq = 9`);
    expect(await store.loadSnapshot(id)).toEqual({ seq: 5, states: { chat: 5 }, log: { compacted: 0, whole: 5 } });
    expect(bench.takeUnreadable()).toEqual([`${id} 10`]);
  });

  it.each([
    ['is not JSON', `states = '{"chat":'`],
    ['is not a list of states', `states = '[1]'`],
    ['has an impossible number', `seq = -1`],
    ['claims more than the log holds', `seq = 99`],
  ])('treats a snapshot that %s as missing, and replaces it', async (_, change) => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 10));
    await store.saveSnapshot(id, { seq: 9, states: { chat: 1 } });
    await bench.world.sql(`update snapshots set ${change} where room = '${id}'`);
    expect(await store.loadSnapshot(id)).toBeUndefined();
    expect(bench.takeUnreadable()).toEqual([`${id} 10`]);
    await store.saveSnapshot(id, { seq: 10, states: { chat: 2 } });
    expect(await store.loadSnapshot(id)).toEqual({ seq: 10, states: { chat: 2 } });
  });
}

/** Rows that another version, a bug or an operator has damaged. */
export function unreadableCases(bench: Bench): void {
  describe('are skipped and reported, the rest is read', () => {
    it.each([
      ['payload', '{"text":'],
      ['payload', ''],
      ['to', '"member-1"'],
      ['to', '[1]'],
      ['to', 'member-1'],
      ['by', 'not an id'],
      ['key', '../..'],
      ['reply', 'undefined'],
      ['feature', ''],
      ['event', ''],
      ['version', '1'],
    ])('%s: %s', async (column, value) => {
      const { store, id } = await bench.openRoom();
      await store.append(id, entries(1, 5));
      await bench.world.sql(`update log set "${column}" = '${value}' where room = '${id}' and seq = 3`);
      expect((await store.read(id, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 4, 5]);
      expect(bench.takeUnreadable()).toEqual([`${id} 3`]);
    });
  });

  it('do not make a page short or empty before the end of the log', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 12));
    await bench.world.sql(`update log set payload = '{' where room = '${id}' and seq between 2 and 9`);
    expect((await store.read(id, 0, 3)).map(({ seq }) => seq)).toEqual([1, 10, 11]);
    expect((await store.read(id, 1, 3)).map(({ seq }) => seq)).toEqual([10, 11, 12]);
    expect(bench.takeUnreadable()).toEqual([...numbers(2, 9), ...numbers(2, 9)].map((seq) => `${id} ${seq}`));
  });

  it('keep their number at the end of a log, so that the room can go on', async () => {
    const { store, id } = await bench.openRoom();
    await store.append(id, entries(1, 3));
    await bench.world.sql(`update log set payload = '{' where room = '${id}' and seq = 3`);
    expect(await store.lastSeq(id)).toBe(3);
    await store.append(id, entries(4, 4));
    expect((await store.read(id, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 4]);
    expect(bench.takeUnreadable()).toEqual([`${id} 3`]);
  });

  it('hide only that room in the list of rooms', async () => {
    const { store, id } = await bench.openRoom();
    const healthy = roomRecord();
    await store.createRoom(healthy);
    await store.markRoom(healthy.id, undefined);
    await bench.world.sql(
      `insert into rooms (id, title, host_key_hash, created_at, erasing) values ('Not A Room Id', 'x', 'x', 0, 0)`,
    );
    await bench.world.sql(`update rooms set host_key_hash = '' where id = '${id}'`);
    bench.takeUnreadable();
    expect(await store.findRoom(id)).toBeUndefined();
    expect(bench.takeUnreadable()).toEqual([`${id} 0`]);
    expect(await store.findRoom(healthy.id)).toEqual(healthy);
    const occupied = await store.occupiedRooms();
    expect(occupied).toContain(healthy.id);
    expect(occupied).not.toContain('Not A Room Id');
    expect(bench.takeUnreadable()).toEqual(['Not A Room Id 0']);
  });
}
