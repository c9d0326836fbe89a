import { type Element, elementAt, uint } from './ebml.ts';
import { indexAt } from './webmIndex.ts';

/** A frame as the file has it. `time` is ms of the file. */
export interface Packet {
  readonly time: number;
  readonly key: boolean;
  readonly data: Uint8Array;
}

/** The beginning of a file, up to its first cluster. */
export interface Head {
  /** What a decoder needs before the first cluster. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Ms of one tick of the file's timestamps. */
  readonly tickMs: number;
  /** The first byte of the segment's content, from which an index counts. */
  readonly begin: number;
  /** Where the index begins; undefined for a file without one. */
  readonly index: number | undefined;
}

const ids = {
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  cluster: 0x1f43b675,
  time: 0xe7,
  group: 0xa0,
  block: 0xa1,
  simple: 0xa3,
  reference: 0xfb,
  duration: 0x9b,
} as const;
/** Elements at the top of a segment: one of them ends a cluster of unknown size. */
const top: readonly number[] = [ids.cluster, ids.info, 0x1654ae6b, 0x1c53bb6b, ids.seekHead, 0x1254c367];
const containers: readonly number[] = [ids.segment, ids.info];

/** Reads the head of a file; undefined when `bytes` end before its first cluster. */
export function headOf(bytes: Uint8Array<ArrayBuffer>): Head | undefined {
  let tickMs = 1;
  let at = 0;
  let begin = 0;
  let index: number | undefined;
  for (;;) {
    const element = elementAt(bytes, at);
    if (!element) return undefined;
    if (element.id === ids.cluster) return { bytes: bytes.slice(0, at), tickMs, begin, index };
    if (element.id === ids.segment) begin = element.body;
    if (element.id === ids.seekHead && element.end !== undefined && element.end <= bytes.length) {
      index = indexAt(bytes, { body: element.body, end: element.end }, begin);
    }
    if (containers.includes(element.id)) at = element.body;
    else if (element.end === undefined) return undefined;
    else {
      if (element.id === ids.scale) tickMs = uint(bytes, element.body, element.end) / 1_000_000;
      at = element.end;
    }
  }
}

/** Where the next cluster after `from` begins, and its time in ticks; undefined when there is none in these bytes. */
export function clusterIn(bytes: Uint8Array, from = 0): { readonly at: number; readonly ticks: number } | undefined {
  for (let at = bytes.indexOf(0x1f, from); at !== -1; at = bytes.indexOf(0x1f, at + 1)) {
    const element = elementAt(bytes, at);
    if (element?.id !== ids.cluster) continue;
    // A cluster begins with its time: the same four bytes within a frame have none behind them.
    const time = elementAt(bytes, element.body);
    if (time?.id !== ids.time || time.end === undefined || time.end > bytes.length || time.end - time.body > 8)
      continue;
    return { at, ticks: uint(bytes, time.body, time.end) };
  }
  return undefined;
}

/** Where reading goes on: in which cluster, and whether within it. */
export interface Reading {
  /** Bytes that were read whole. */
  readonly used: number;
  /** The time of the open cluster, in ticks. */
  readonly ticks: number;
  readonly packets: readonly Packet[];
}

/**
 * Reads the frames in bytes of clusters; what is not whole at the end is left for the next call.
 * @param ticks the time of the cluster in which the bytes begin, for bytes that go on within one
 */
export function packetsIn(bytes: Uint8Array, tickMs: number, ticks = 0): Reading {
  const packets: Packet[] = [];
  let at = 0;
  let now = ticks;
  for (;;) {
    const element = elementAt(bytes, at);
    if (!element) break;
    if (element.id === ids.cluster) {
      at = element.body;
      continue;
    }
    if (element.end === undefined && top.includes(element.id)) break;
    if (element.end === undefined || element.end > bytes.length) break;
    if (element.id === ids.time) now = uint(bytes, element.body, element.end);
    const packet = packetOf(bytes, element, now);
    if (packet) packets.push({ ...packet, time: packet.time * tickMs });
    at = element.end;
  }
  return { used: at, ticks: now, packets };
}

function packetOf(bytes: Uint8Array, { id, body, end = body }: Element, ticks: number): Packet | undefined {
  if (id === ids.simple) return blockAt(bytes.subarray(body, end), ticks, undefined);
  if (id !== ids.group) return undefined;
  let block: Element | undefined;
  let isKey = true;
  for (let at = body; at < end; ) {
    const child = elementAt(bytes, at);
    if (child?.end === undefined) return undefined;
    if (child.id === ids.block) block = child;
    if (child.id === ids.reference) isKey = false;
    at = child.end;
  }
  return block && blockAt(bytes.subarray(block.body, block.end ?? end), ticks, isKey);
}

/** @param isKey undefined: the block itself says it */
function blockAt(block: Uint8Array, ticks: number, isKey: boolean | undefined): Packet | undefined {
  const head = Math.clz32(block[0] ?? 0) - 23;
  if (head + 3 > block.length) return undefined;
  const relative = ((((block[head] ?? 0) << 8) | (block[head + 1] ?? 0)) << 16) >> 16;
  const flags = block[head + 2] ?? 0;
  return { time: ticks + relative, key: isKey ?? (flags & 0x80) !== 0, data: block.slice(head + 3) };
}

/** A frame with its length, which a file that a browser plays needs where frames are far from each other. */
export interface TimedPacket extends Packet {
  readonly duration: number;
}

/** A cluster with these frames, in ms, as one media segment. */
export function clusterOf(packets: readonly TimedPacket[]): Uint8Array<ArrayBuffer> {
  const start = Math.round(packets[0]?.time ?? 0);
  const groups = packets.map(({ time, key, data, duration }) => {
    const block = new Uint8Array(4 + data.length);
    const relative = Math.round(time) - start;
    block.set([0x81, (relative >> 8) & 0xff, relative & 0xff, 0]);
    block.set(data, 4);
    const parts = [element([0xa1], block), element([0x9b], number(Math.max(1, Math.round(duration))))];
    if (!key) parts.push(element([0xfb], new Uint8Array([0xff])));
    return element([0xa0], joined(parts));
  });
  return element([0x1f, 0x43, 0xb6, 0x75], joined([element([0xe7], number(start)), ...groups]));
}

function number(value: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return new Uint8Array(bytes.length > 0 ? bytes : [0]);
}

function element(id: readonly number[], body: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(id.length + 5 + body.length);
  out.set(id);
  // A size of five bytes holds 32 bits.
  out.set([0x08, ...[24, 16, 8, 0].map((shift) => (body.length >>> shift) & 0xff)], id.length);
  out.set(body, id.length + 5);
  return out;
}

/** Joins bytes. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The length of an Opus packet in ms, from its first bytes (RFC 6716, 3.1). */
export function opusMs(data: Uint8Array): number {
  const [first = 0, second = 0] = data;
  const config = first >> 3;
  const frame =
    config < 12 ? [10, 20, 40, 60][config & 3] : config < 16 ? [10, 20][config & 1] : [2.5, 5, 10, 20][config & 3];
  const count = (first & 3) === 0 ? 1 : (first & 3) === 3 ? second & 63 : 2;
  return (frame ?? 20) * count;
}

/** Packets of silence by their length in ms, longest first. A shorter gap is left: to fill each of them would be heard. */
const silences = [
  [20, 0xf8],
  [10, 0xf0],
] as const;

/**
 * Makes Opus packets follow each other without a gap or an overlap: browsers play what has gaps as if they were not there, and
 * a silent microphone sends a packet only every 400 ms. `cursor` is the end of what was made before.
 */
export function withoutGaps(
  packets: readonly Packet[],
  cursor: number | undefined,
): { readonly packets: readonly TimedPacket[]; readonly cursor: number } {
  const out: TimedPacket[] = [];
  let at = cursor ?? packets[0]?.time ?? 0;
  for (const { time, data } of packets) {
    const duration = opusMs(data);
    // More than half of it is there already: it came twice, or the clock was set back.
    if (time < at - duration / 2) continue;
    for (const [length, first] of silences) {
      while (time - at >= length) {
        out.push({ time: at, duration: length, key: true, data: new Uint8Array([first, 0xff, 0xfe]) });
        at += length;
      }
    }
    out.push({ time: at, duration, key: true, data });
    at += duration;
  }
  return { packets: out, cursor: at };
}

/** Gives each frame of video the time until the next one; the last waits for it, unless `until` is the end of the file. */
export function withDurations(
  packets: readonly Packet[],
  until: number | undefined,
): { readonly packets: readonly TimedPacket[]; readonly rest: readonly Packet[] } {
  const out = packets.slice(0, -1).map((packet, index) => ({
    ...packet,
    duration: Math.max(1, (packets[index + 1]?.time ?? packet.time) - packet.time),
  }));
  const last = packets.at(-1);
  if (!last) return { packets: [], rest: [] };
  if (until === undefined) return { packets: out, rest: [last] };
  return { packets: [...out, { ...last, duration: Math.max(1, until - last.time) }], rest: [] };
}
