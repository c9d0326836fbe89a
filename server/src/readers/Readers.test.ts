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

/** A reader that records its entries, and then runs the test's own function. */
class RecordingReader implements DurableReader {
  readonly name: string;
  readonly wants = wants;
  readonly given: { readonly room: RoomId; readonly seqs: number[] }[] = [];
  act: (room: RoomId, page: readonly LogEntry[]) => Promise<void> = async () => undefined;

  constructor(name = 'recorder') {
    this.name = name;
  }

  async handle(room: RoomId, page: readonly LogEntry[]) {
    this.given.push({ room, seqs: page.map(({ seq }) => seq) });
    await this.act(room, page);
    return [];
  }

  /** The sequence numbers that it got from one room. */
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

it('gives a reader its wanted entries of each room, in order, earlier and later ones', async () => {
  const [one, other] = [await openRoom(), await openRoom()];
  await write(one, [...entries(1, 250), ...drawn(251, 260)]);
  const recorder = new RecordingReader();
  const readers = await open(recorder);
  await write(other, [...drawn(1, 3), ...entries(4, 5)], readers);
  await readers.idle();
  await write(one, entries(261, 262), readers);
  await readers.idle();
  expect(recorder.seqsOf(one)).toEqual([...numbers(1, 250), 261, 262]);
  expect(recorder.seqsOf(other)).toEqual([4, 5]);
  // A long log comes in pages.
  expect(Math.max(...recorder.given.map(({ seqs }) => seqs.length))).toBe(100);
  expect(reports).toEqual([]);
});

it('continues after the handled entries when it is opened again, also in rooms without new commits', async () => {
  const [one, other] = [await openRoom(), await openRoom()];
  const before = await open(new RecordingReader());
  await write(one, entries(1, 3), before);
  await before.idle();
  await before.close();
  await write(one, entries(4, 5), before);
  await write(other, entries(1, 2));
  const recorder = new RecordingReader();
  await (await open(recorder)).idle();
  expect([recorder.seqsOf(one), recorder.seqsOf(other)]).toEqual([
    [4, 5],
    [1, 2],
  ]);
  const another = new RecordingReader('another');
  await (await open(another)).idle();
  expect(another.seqsOf(one)).toEqual(numbers(1, 5));
});

it('gives a page again until it is handled, after growing pauses, and only then the next one', async () => {
  const room = await openRoom();
  const recorder = new RecordingReader();
  const pauses: number[] = [];
  let last = clock.now();
  recorder.act = async () => {
    pauses.push(clock.now() - last);
    last = clock.now();
    if (pauses.length < 6) throw new Error('The receiver does not answer.');
  };
  const readers = await open(recorder);
  await write(room, entries(1, 2), readers);
  await readers.idle();
  await write(room, entries(3, 3), readers);
  for (let second = 0; pauses.length < 6; second += 1) {
    clock.advance(1_000);
    await readers.idle();
    expect(second).toBeLessThan(100);
  }
  expect(pauses).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000]);
  expect(recorder.given.map(({ seqs }) => seqs)).toEqual([[1, 2], ...numbers(1, 5).map(() => [1, 2, 3])]);
  expect(reports).toHaveLength(5);
  expect(clock.waiting).toBe(0);
});

it('serves other readers and rooms while one reader fails in a room or hangs in many', async () => {
  const rooms = await Promise.all(numbers(1, 10).map(openRoom));
  const [broken = '', ...others] = rooms;
  const [failing, hanging, well] = [
    new RecordingReader('failing'),
    new RecordingReader('hanging'),
    new RecordingReader('well'),
  ];
  failing.act = async (room) => {
    if (room === broken) throw new Error('The reader fails in this room.');
  };
  const released = Promise.withResolvers<void>();
  hanging.act = () => released.promise;
  const readers = await open(failing, hanging, well);
  await Promise.all(rooms.map((room) => write(room, entries(1, 2), readers)));
  const seen = (recorder: RecordingReader) => rooms.map((room) => [...new Set(recorder.seqsOf(room))]);
  await expect.poll(() => seen(well)).toEqual(rooms.map(() => [1, 2]));
  await expect.poll(() => others.flatMap((room) => failing.seqsOf(room))).toEqual(others.flatMap(() => [1, 2]));
  expect(new Set(hanging.given.map(({ room }) => room)).size).toBeLessThan(rooms.length);
  released.resolve();
  await readers.idle();
  expect(seen(hanging)).toEqual(rooms.map(() => [1, 2]));
});

it('waits for running handlers when it is closed, and starts no others', async () => {
  const rooms = await Promise.all(numbers(1, 10).map(openRoom));
  const recorder = new RecordingReader();
  const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  recorder.act = async () => {
    begun.resolve();
    await finish.promise;
  };
  const readers = await open(recorder);
  for (const room of rooms) await write(room, entries(1, 150), readers);
  await begun.promise;
  const closing = Promise.all([readers.close(), readers.close()]);
  finish.resolve();
  await closing;
  await readers.close();
  for (const room of rooms) readers.onCommitted(room, entries(151, 151));
  const atClose = recorder.given.length;
  const again = new RecordingReader();
  await (await open(again)).idle();
  expect(recorder.given).toHaveLength(atClose);
  // The running page is recorded as handled, and the rest goes to the next process: each entry once.
  for (const room of rooms) expect([...recorder.seqsOf(room), ...again.seqsOf(room)]).toEqual(numbers(1, 150));
  expect(clock.waiting).toBe(0);
  expect(reports).toEqual([]);
});

it('stops reading a room that is erased meanwhile', async () => {
  const [room, other] = [await openRoom(), await openRoom()];
  const recorder = new RecordingReader();
  recorder.act = async (handled) => {
    if (handled === room) await store.eraseRoom(room);
  };
  const readers = await open(recorder);
  await write(room, entries(1, 2), readers);
  await write(other, entries(1, 2), readers);
  await readers.idle();
  expect(reports).toEqual([]);
  expect([recorder.seqsOf(room), recorder.seqsOf(other)]).toEqual([
    [1, 2],
    [1, 2],
  ]);
  await store.createRoom(roomRecord(room));
  await write(room, entries(1, 1), readers);
  await readers.idle();
  expect(recorder.seqsOf(room)).toEqual([1, 2, 1]);
});

it('skips unwanted entries in groups, so that compaction can go on', async () => {
  const room = await openRoom();
  const recorder = new RecordingReader();
  const readers = await open(recorder);
  const at = async () => (await store.ask.readers.page({ reader: 'recorder', room, wants, limit: 1 }))?.from;
  await write(room, drawn(1, 100), readers);
  await readers.idle();
  expect(await at()).toBe(0);
  await write(room, drawn(101, 260), readers);
  await readers.idle();
  expect(await at()).toBe(260);
  expect(recorder.given).toEqual([]);
});

it('keeps a bounded number of rooms in memory, and finds the others again', async () => {
  const rooms = numbers(1, 1_150).map((number) => `room-${number}`);
  await Promise.all(rooms.map((id) => store.createRoom(roomRecord(id))));
  await Promise.all(rooms.map((id) => write(id, entries(1, 1))));
  const recorder = new RecordingReader();
  let isBroken = true;
  recorder.act = async () => {
    if (isBroken) throw new Error('The reader fails in every room.');
  };
  const readers = await open(recorder);
  await readers.idle();
  expect(new Set(recorder.given.map(({ room }) => room)).size).toBe(rooms.length);
  // The pauses of 1,000 rooms, and one more scan for the rest.
  expect(clock.waiting).toBe(1_001);
  isBroken = false;
  recorder.given.length = 0;
  clock.advance(2_000);
  await readers.idle();
  expect(new Set(recorder.given.map(({ room }) => room))).toEqual(new Set(rooms));
  expect((await store.ask.readers.behind({ reader: 'recorder', after: '' })).rooms).toEqual([]);
}, 60_000);

it('continues when the database was unavailable', async () => {
  const room = await openRoom();
  const recorder = new RecordingReader();
  let isAway = true;
  const away = async () => {
    throw new Error('The database is unavailable.');
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
  const readers = await Readers.open({ store: flaky, clock, report, readers: [recorder] });
  opened.push(readers);
  await readers.idle();
  expect(reports).toHaveLength(1);
  isAway = false;
  clock.advance(1_000);
  await readers.idle();
  expect(recorder.seqsOf(room)).toEqual([1, 2]);
});

it('removes released files of the features that own them, and continues after a malformed entry', async () => {
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
