import { expect, it } from 'vitest';
import { StreamReader } from './StreamReader.ts';
import {
  clusterIn,
  clusterOf,
  headOf,
  joined,
  opusMs,
  packetsIn,
  type TimedPacket,
  withDurations,
  withoutGaps,
} from './webm.ts';

const head = Uint8Array.from(
  [
    '1a45dfa380',
    // A segment of unknown size, its times in ms, and no track.
    '1853806701ffffffffffffff',
    '1549a966872ad7b1830f4240',
    '1654ae6b82ec80',
  ].flatMap((part) => part.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? []),
);
const packet = (time: number, key = true, bytes = 40): TimedPacket => ({
  time,
  key,
  duration: 20,
  data: new Uint8Array(bytes).fill(time % 251),
});

/** Seconds of clusters; only each `keyEvery`-th one begins with a key frame. */
function fileOf(seconds: number, keyEvery = 1, bytes = 1_500) {
  const clusters = Array.from({ length: seconds }, (_, second) =>
    clusterOf(
      Array.from({ length: 10 }, (_frame, index) =>
        packet(second * 1_000 + index * 100, index === 0 && second % keyEvery === 0, bytes),
      ),
    ),
  );
  return joined([head, ...clusters]);
}

function readerOf(file: Uint8Array<ArrayBuffer>, durationMs: number) {
  const asked: number[] = [];
  const reader = new StreamReader({
    bytes: file.length,
    durationMs,
    read: async (from, to) => {
      asked.push(to - from);
      return file.slice(from, to);
    },
  });
  return { reader, asked };
}

const signal = new AbortController().signal;

it('reads back what it wrote', () => {
  const packets = [packet(0), packet(20, false), packet(4_000)];
  const file = joined([head, clusterOf(packets)]);
  const known = headOf(file);
  expect(known).toMatchObject({ bytes: head, tickMs: 1 });
  expect(packetsIn(file.subarray(head.length), 1).packets).toEqual(
    packets.map(({ time, key, data }) => ({ time, key, data })),
  );
});

it('leaves what is not whole for the next bytes', () => {
  const file = clusterOf([packet(1_000), packet(1_020), packet(1_040)]);
  for (let split = 1; split < file.length; split += 1) {
    const first = packetsIn(file.subarray(0, split), 1);
    const rest = packetsIn(file.subarray(first.used), 1, first.ticks);
    expect([...first.packets, ...rest.packets].map(({ time }) => time)).toEqual([1_000, 1_020, 1_040]);
  }
});

it('finds a cluster by its mark, and not within a frame', () => {
  const cluster = clusterOf([packet(7_000)]);
  const bytes = joined([new Uint8Array([0x1f, 0x43, 0xb6, 0x75, 0x80, 1, 2, 3]), cluster]);
  expect(clusterIn(bytes)).toEqual({ at: 8, ticks: 7_000 });
  expect(clusterIn(new Uint8Array(100))).toBeUndefined();
});

it('goes to any time of a long file with a few requests', async () => {
  const file = fileOf(600);
  for (const to of [0, 1, 299_999, 300_000, 480_550, 599_900, 700_000]) {
    const { reader, asked } = readerOf(file, 600_000);
    await reader.seek(to, false, signal);
    const [first] = await reader.next(signal);
    expect(first?.time).toBeLessThanOrEqual(to);
    expect(first?.time).toBeGreaterThan(to - (to > 599_999 ? 103_000 : 2_001));
    expect(asked.length).toBeLessThan(14);
  }
});

it('goes back to a key frame where a picture needs one', async () => {
  const file = fileOf(300, 60);
  const { reader } = readerOf(file, 300_000);
  await reader.seek(170_000, true, signal);
  const read: { time: number; key: boolean }[] = [];
  while (!reader.isOver && (read.at(-1)?.time ?? 0) < 170_000) read.push(...(await reader.next(signal)));
  expect(read.some(({ key, time }) => key && time <= 170_000)).toBe(true);
});

it('reads to the end, each frame once', async () => {
  const file = fileOf(200);
  const { reader } = readerOf(file, 200_000);
  await reader.seek(0, false, signal);
  const times: number[] = [];
  while (!reader.isOver) times.push(...(await reader.next(signal)).map(({ time }) => time));
  expect(times).toEqual(Array.from({ length: 2_000 }, (_, index) => index * 100));
});

it('reads from the first frame on when it was sent to no time', async () => {
  const { reader } = readerOf(fileOf(30), 30_000);
  const times: number[] = [];
  while (!reader.isOver) times.push(...(await reader.next(signal)).map(({ time }) => time));
  expect(times).toEqual(Array.from({ length: 300 }, (_, index) => index * 100));
});

it('knows how long an Opus packet is', () => {
  expect([0xf8, 0xf0, 0xe8, 0xe0, 0x78, 0x18, 0xf9].map((first) => opusMs(new Uint8Array([first, 3])))).toEqual([
    20, 10, 5, 2.5, 20, 60, 40,
  ]);
  expect(opusMs(new Uint8Array([0xfb, 3]))).toBe(60);
});

it('fills the gaps of a silent microphone, and drops what comes twice', () => {
  const opus = (time: number) => ({ time, key: true, data: new Uint8Array([0xf8, 1, 2]) });
  const { packets, cursor } = withoutGaps([opus(0), opus(20), opus(420), opus(420), opus(445)], undefined);
  let end = 0;
  for (const { time, duration } of packets) {
    expect(time).toBe(end);
    end += duration;
  }
  expect(end).toBe(cursor);
  // A gap of 5 ms is none; the next one has it too.
  expect(cursor).toBe(460);
  expect(withoutGaps([opus(480)], cursor).packets.map(({ duration }) => duration)).toEqual([20, 20]);
});

it('shows each frame until the next one', () => {
  const { packets, rest } = withDurations([packet(0), packet(900), packet(950)], undefined);
  expect([packets.map(({ duration }) => duration), rest.length]).toEqual([[900, 50], 1]);
  expect(withDurations(rest, 2_000).packets.map(({ duration }) => duration)).toEqual([1_050]);
});

/** An element with a size of four bytes. */
function element(id: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = joined(parts);
  const size = [24, 16, 8, 0].map((shift) => (body.length >>> shift) & 0xff);
  return joined([
    Uint8Array.from(Buffer.from(id, 'hex')),
    new Uint8Array([0x10 | (size[0] ?? 0), ...size.slice(1)]),
    body,
  ]);
}

const number = (value: number) => Uint8Array.from([24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff));

/** A file as a recorder completes it: with an index of the clusters that begin with a key frame. */
function indexed(seconds: number, keyEvery: number, bytes: number) {
  const clusters = Array.from({ length: seconds }, (_, second) =>
    clusterOf(
      Array.from({ length: 10 }, (_frame, index) =>
        packet(second * 1_000 + index * 100, index === 0 && second % keyEvery === 0, bytes),
      ),
    ),
  );
  const seekHead = (at: number) =>
    element(
      '114d9b74',
      element('4dbb', element('53ab', Uint8Array.from([0x1c, 0x53, 0xbb, 0x6b])), element('53ac', number(at))),
    );
  const [top, rest] = [head.slice(0, 17), head.slice(17)];
  let at = seekHead(0).length + rest.length;
  const points: Uint8Array[] = [];
  for (const [second, cluster] of clusters.entries()) {
    const positions = element('b7', element('f7', number(1)), element('f1', number(at)));
    if (second % keyEvery === 0) points.push(element('bb', element('b3', number(second * 1_000)), positions));
    at += cluster.length;
  }
  return joined([top, seekHead(at), rest, ...clusters, element('1c53bb6b', ...points)]);
}

it('goes to any time of a long file with two requests, and then with one, by its index', async () => {
  const file = indexed(1_800, 10, 3_000);
  const { reader, asked } = readerOf(file, 1_800_000);
  await reader.seek(900_400, true, signal);
  const first = await reader.next(signal);
  expect(first[0]).toMatchObject({ time: 900_000, key: true });
  expect(first.some(({ time }) => time >= 901_500)).toBe(true);
  // The head, the index, and the frames.
  expect(asked).toHaveLength(3);
  for (const ms of [1_799_000, 4_000, 1_234_560]) {
    asked.length = 0;
    await reader.seek(ms, true, signal);
    const packets = await reader.next(signal);
    expect(packets[0]?.time).toBe(Math.floor(ms / 10_000) * 10_000);
    expect(packets.some(({ time }) => time >= Math.min(1_799_900, ms))).toBe(true);
    expect(asked.length).toBeLessThanOrEqual(1);
  }
});

it('looks for the cluster where the index cannot be read', async () => {
  const file = indexed(600, 10, 3_000);
  const { reader } = readerOf(file.slice(0, -5), 600_000);
  await reader.seek(300_400, true, signal);
  expect((await reader.next(signal))[0]).toMatchObject({ key: true });
});
