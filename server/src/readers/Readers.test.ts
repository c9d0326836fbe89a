import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import { FakeClock } from '../../test/FakeClock.ts';
import type { Store } from '../storage/ports.ts';
import { Bench, entries, numbers, roomRecord } from '../storage/testing/Bench.ts';
import { sqliteWorld } from '../storage/testing/worlds.ts';
import type { DurableReader } from './DurableReader.ts';
import { releasedFiles } from './files.ts';
import { Readers } from './Readers.ts';

const bench = new Bench(sqliteWorld);
const wants = [{ feature: 'chat', events: ['sent'] }];
let store: Store;
let clock: FakeClock;
let reports: { readonly room: string; readonly error: unknown }[];
let opened: Readers[];

beforeEach(async () => {
  await bench.begin();
  store = await bench.open();
  clock = new FakeClock();
  reports = [];
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((readers) => readers.close()));
  await bench.end();
});

/** A reader that keeps what it was given, and does with it what a test says. */
class Witness implements DurableReader {
  readonly name: string;
  readonly wants = wants;
  readonly given: { readonly room: RoomId; readonly seqs: number[] }[] = [];
  act: (room: RoomId, page: readonly LogEntry[]) => Promise<void> = async () => undefined;

  constructor(name = 'witness') {
    this.name = name;
  }

  async handle(room: RoomId, page: readonly LogEntry[]) {
    this.given.push({ room, seqs: page.map(({ seq }) => seq) });
    await this.act(room, page);
    return [];
  }

  /** The numbers that it was given of one room. */
  seqsOf(room: RoomId): number[] {
    return this.given.filter((one) => one.room === room).flatMap(({ seqs }) => seqs);
  }
}

async function open(...readers: DurableReader[]): Promise<Readers> {
  const report = {
    failed: (room: string, _what: string, error: unknown) => String(reports.push({ room, error })),
  };
  const all = await Readers.open({ store, clock, report, readers });
  opened.push(all);
  return all;
}

async function openRoom(): Promise<RoomId> {
  const { id } = await bench.openRoom();
  return id;
}

async function write(room: RoomId, written: readonly LogEntry[], readers?: Readers): Promise<void> {
  await store.append(room, written);
  readers?.onCommitted(room, written);
}

const drawn = (from: number, to: number) =>
  entries(from, to).map((entry) => ({ ...entry, feature: 'whiteboard', event: 'changed' }));

it('gives a reader what it wants of each room, in order, from before it was there and since', async () => {
  const [one, other] = [await openRoom(), await openRoom()];
  await write(one, [...entries(1, 250), ...drawn(251, 260)]);
  const witness = new Witness();
  const readers = await open(witness);
  await write(other, [...drawn(1, 3), ...entries(4, 5)], readers);
  await readers.idle();
  await write(one, entries(261, 262), readers);
  await readers.idle();
  expect(witness.seqsOf(one)).toEqual([...numbers(1, 250), 261, 262]);
  expect(witness.seqsOf(other)).toEqual([4, 5]);
  // A long log comes in pieces.
  expect(Math.max(...witness.given.map(({ seqs }) => seqs.length))).toBe(100);
  expect(reports).toEqual([]);
});

it('goes on behind what was handled when it is opened again, in rooms too of which nobody tells it', async () => {
  const [one, other] = [await openRoom(), await openRoom()];
  const before = await open(new Witness());
  await write(one, entries(1, 3), before);
  await before.idle();
  await before.close();
  await write(one, entries(4, 5), before);
  await write(other, entries(1, 2));
  const witness = new Witness();
  await (await open(witness)).idle();
  expect([witness.seqsOf(one), witness.seqsOf(other)]).toEqual([
    [4, 5],
    [1, 2],
  ]);
  const another = new Witness('another');
  await (await open(another)).idle();
  expect(another.seqsOf(one)).toEqual(numbers(1, 5));
});

it('gives a page again until it is handled, after pauses that grow, and the next one only then', async () => {
  const room = await openRoom();
  const witness = new Witness();
  const pauses: number[] = [];
  let last = clock.now();
  witness.act = async () => {
    pauses.push(clock.now() - last);
    last = clock.now();
    if (pauses.length < 6) throw new Error('The other end is not there.');
  };
  const readers = await open(witness);
  await write(room, entries(1, 2), readers);
  await readers.idle();
  await write(room, entries(3, 3), readers);
  for (let second = 0; pauses.length < 6; second += 1) {
    clock.advance(1_000);
    await readers.idle();
    expect(second).toBeLessThan(100);
  }
  expect(pauses).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000]);
  expect(witness.given.map(({ seqs }) => seqs)).toEqual([[1, 2], ...numbers(1, 5).map(() => [1, 2, 3])]);
  expect(reports).toHaveLength(5);
  expect(clock.waiting).toBe(0);
});

it('lets other readers and other rooms go on while one reader fails in a room or hangs in many', async () => {
  const rooms = await Promise.all(numbers(1, 10).map(openRoom));
  const [broken = '', ...others] = rooms;
  const [failing, hanging, well] = [new Witness('failing'), new Witness('hanging'), new Witness('well')];
  failing.act = async (room) => {
    if (room === broken) throw new Error('Not this one.');
  };
  const released = Promise.withResolvers<void>();
  hanging.act = () => released.promise;
  const readers = await open(failing, hanging, well);
  await Promise.all(rooms.map((room) => write(room, entries(1, 2), readers)));
  const seen = (witness: Witness) => rooms.map((room) => [...new Set(witness.seqsOf(room))]);
  await expect.poll(() => seen(well)).toEqual(rooms.map(() => [1, 2]));
  await expect.poll(() => others.flatMap((room) => failing.seqsOf(room))).toEqual(others.flatMap(() => [1, 2]));
  expect(new Set(hanging.given.map(({ room }) => room)).size).toBeLessThan(rooms.length);
  released.resolve();
  await readers.idle();
  expect(seen(hanging)).toEqual(rooms.map(() => [1, 2]));
});

it('lets what is being handled come to its end when it is closed, and begins nothing more', async () => {
  const rooms = await Promise.all(numbers(1, 10).map(openRoom));
  const witness = new Witness();
  const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  witness.act = async () => {
    begun.resolve();
    await finish.promise;
  };
  const readers = await open(witness);
  for (const room of rooms) await write(room, entries(1, 150), readers);
  await begun.promise;
  const closing = Promise.all([readers.close(), readers.close()]);
  finish.resolve();
  await closing;
  await readers.close();
  for (const room of rooms) readers.onCommitted(room, entries(151, 151));
  const atClose = witness.given.length;
  const again = new Witness();
  await (await open(again)).idle();
  expect(witness.given).toHaveLength(atClose);
  // What was under way is noted as done, the rest comes to the next process: nothing twice, nothing never.
  for (const room of rooms) expect([...witness.seqsOf(room), ...again.seqsOf(room)]).toEqual(numbers(1, 150));
  expect(clock.waiting).toBe(0);
  expect(reports).toEqual([]);
});

it('leaves a room alone that is erased while it is handled', async () => {
  const [room, other] = [await openRoom(), await openRoom()];
  const witness = new Witness();
  witness.act = async (handled) => {
    if (handled === room) await store.eraseRoom(room);
  };
  const readers = await open(witness);
  await write(room, entries(1, 2), readers);
  await write(other, entries(1, 2), readers);
  await readers.idle();
  expect(reports).toEqual([]);
  expect([witness.seqsOf(room), witness.seqsOf(other)]).toEqual([
    [1, 2],
    [1, 2],
  ]);
  await store.createRoom(roomRecord(room));
  await write(room, entries(1, 1), readers);
  await readers.idle();
  expect(witness.seqsOf(room)).toEqual([1, 2, 1]);
});

it('passes over what nobody wants together, so that compaction is not held up', async () => {
  const room = await openRoom();
  const witness = new Witness();
  const readers = await open(witness);
  const at = async () => (await store.ask.readers.page({ reader: 'witness', room, wants, limit: 1 }))?.from;
  await write(room, drawn(1, 100), readers);
  await readers.idle();
  expect(await at()).toBe(0);
  await write(room, drawn(101, 260), readers);
  await readers.idle();
  expect(await at()).toBe(260);
  expect(witness.given).toEqual([]);
});

it('keeps no more rooms in memory than a bound, and finds the others again', async () => {
  const rooms = numbers(1, 1_150).map((number) => `room-${number}`);
  await Promise.all(rooms.map((id) => store.createRoom(roomRecord(id))));
  await Promise.all(rooms.map((id) => write(id, entries(1, 1))));
  const witness = new Witness();
  let isBroken = true;
  witness.act = async () => {
    if (isBroken) throw new Error('Nothing works.');
  };
  const readers = await open(witness);
  await readers.idle();
  expect(new Set(witness.given.map(({ room }) => room)).size).toBe(rooms.length);
  // Pauses of 1,000 rooms, and another look for the rest.
  expect(clock.waiting).toBe(1_001);
  isBroken = false;
  witness.given.length = 0;
  clock.advance(2_000);
  await readers.idle();
  expect(new Set(witness.given.map(({ room }) => room))).toEqual(new Set(rooms));
  expect((await store.ask.readers.behind({ reader: 'witness', after: '' })).rooms).toEqual([]);
}, 60_000);

it('goes on when the database was away', async () => {
  const room = await openRoom();
  const witness = new Witness();
  let isAway = true;
  const away = async () => {
    throw new Error('The database is away.');
  };
  const { behind } = store.ask.readers;
  const flaky = {
    calls: store.calls,
    together: (calls: Parameters<Store['together']>[0]) => store.together(calls),
    ask: {
      ...store.ask,
      readers: {
        ...store.ask.readers,
        behind: (input: Parameters<typeof behind>[0]) => (isAway ? away() : behind(input)),
      },
    },
  };
  const report = {
    failed: (where: string, _what: string, error: unknown) => String(reports.push({ room: where, error })),
  };
  await write(room, entries(1, 2));
  const readers = await Readers.open({ store: flaky, clock, report, readers: [witness] });
  opened.push(readers);
  await readers.idle();
  expect(reports).toHaveLength(1);
  isAway = false;
  clock.advance(1_000);
  await readers.idle();
  expect(witness.seqsOf(room)).toEqual([1, 2]);
});

it('takes away released files of the features that own them, and goes on behind an entry that says nothing', async () => {
  const room = await openRoom();
  const removed: string[] = [];
  const files = { remove: async (_room: RoomId, id: string) => void removed.push(id) };
  const report = {
    failed: (where: string, _what: string, error: unknown) => String(reports.push({ room: where, error })),
  };
  const readers = await open(releasedFiles([{ feature: 'chat', event: 'released' }], files, report));
  const [one, two, three] = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
  const released = (seq: number, feature: string, payload: unknown) => ({
    seq,
    at: 1,
    feature,
    event: 'released',
    payload,
  });
  await write(
    room,
    [
      released(1, 'chat', { files: [one] }),
      released(2, 'layout', { files: [two] }),
      released(3, 'chat', { files: '../..' }),
      released(4, 'chat', { files: [three] }),
    ],
    readers,
  );
  await readers.idle();
  expect(removed).toEqual([one, three]);
  expect(reports).toHaveLength(1);
});
