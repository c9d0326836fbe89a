import type { RecordingFile } from '../files/RecordingFile.ts';
import { element, float, headAt, idBytes, ids, longSize, unsigned } from './ebml.ts';

/** What a finished file holds; `lastMs` is the time of its last frame. */
export interface Finished {
  readonly bytes: number;
  readonly lastMs: number;
}

/** How close two entries of the index are at least, in ms. */
const cueMs = 2_000;
/** Heads of elements and of the first blocks are read in pieces of this size. */
const piece = 64;

interface Found {
  /** The offset after the head of the segment. */
  readonly begin: number;
  /** Offsets of the spaces for the seek head and the duration. */
  readonly space: number | undefined;
  readonly duration: number | undefined;
  readonly info: number;
  readonly tracks: number;
  readonly cues: readonly { readonly at: number; readonly offset: number }[];
  readonly lastMs: number;
  /** The offset after the last whole cluster. */
  readonly end: number;
  readonly isFinished: boolean;
}

/**
 * Makes a file complete that was written live: takes off a cluster that is cut short, and writes the duration, the index
 * and the size. Changes nothing in a file that is complete. @throws the error of the file system
 */
export function finishWebm(file: RecordingFile): Finished {
  const found = scan(file);
  if (!found.isFinished) complete(file, found);
  file.complete();
  return { bytes: file.size, lastMs: found.lastMs };
}

function complete(file: RecordingFile, { begin, space, duration, info, tracks, cues, lastMs, end }: Found): void {
  file.truncate(end);
  const index = element(
    ids.cues,
    ...cues.map(({ at, offset }) => {
      const position = element(
        ids.cueTrackPositions,
        unsigned(ids.cueTrack, 1),
        unsigned(ids.cueClusterPosition, offset - begin),
      );
      return element(ids.cuePoint, unsigned(ids.cueTime, at), position);
    }),
  );
  file.append(index);
  // The frame's own length is unknown: 20 ms is that of sound.
  if (duration !== undefined) file.patch(duration, float(ids.duration, lastMs + 20));
  if (space !== undefined) {
    const seeks = [
      [ids.info, info],
      [ids.tracks, tracks],
      [ids.cues, end],
    ] as const;
    file.patch(space, seekHead(seeks.map(([id, offset]) => [id, offset - begin])));
  }
  // Last: a file with a size is complete.
  file.patch(begin - 8, longSize(end + index.length - begin));
}

/** A seek head of exactly the space that was left for it. */
function seekHead(seeks: readonly (readonly [id: number, offset: number])[]): Buffer {
  const entries = seeks.map(([id, offset]) => {
    const position = Buffer.alloc(5);
    position.writeUIntBE(offset, 0, 5);
    // Sizes of one byte: the space is small.
    const fields = [
      Buffer.from([0x53, 0xab, 0x80 + idBytes(id).length]),
      idBytes(id),
      Buffer.from([0x53, 0xac, 0x85]),
      position,
    ];
    const content = Buffer.concat(fields);
    return Buffer.concat([Buffer.from([0x4d, 0xbb, 0x80 + content.length]), content]);
  });
  const content = Buffer.concat(entries);
  const head = Buffer.concat([idBytes(ids.seekHead), Buffer.from([0x80 + content.length]), content]);
  const rest = 64 - head.length;
  return Buffer.concat([head, Buffer.from([ids.void, 0x80 + rest - 2]), Buffer.alloc(rest - 2)]);
}

function scan(file: RecordingFile): Found {
  const { size } = file;
  const header = headIn(file, 0);
  const segmentAt = header?.id === ids.header ? header.head + header.content : undefined;
  const segment = segmentAt === undefined ? undefined : headIn(file, segmentAt);
  if (segmentAt === undefined || segment?.id !== ids.segment) throw new Error('This is no WebM file.');
  const begin = segmentAt + segment.head;
  const cues: { at: number; offset: number }[] = [];
  const found = {
    space: undefined as number | undefined,
    duration: undefined as number | undefined,
    info: 0,
    tracks: 0,
  };
  let [at, lastMs, isFinished] = [begin, 0, false];
  while (at < size) {
    const next = headIn(file, at);
    if (!next || at + next.head + next.content > size) break;
    const content = at + next.head;
    if (next.id === ids.void && at === begin) found.space = at;
    if (next.id === ids.info) Object.assign(found, { info: at, duration: spaceIn(file, content, next.content) });
    if (next.id === ids.tracks) found.tracks = at;
    if (next.id === ids.cues) {
      isFinished = true;
      break;
    }
    if (next.id === ids.cluster) {
      const times = timesOf(file, content, next.content);
      const last = cues.at(-1);
      if (times.beginsWithKey && (!last || times.first - last.at >= cueMs)) cues.push({ at: times.first, offset: at });
      lastMs = times.last;
    }
    at = content + next.content;
  }
  return { begin, ...found, cues, lastMs, end: at, isFinished: isFinished && isSized(file, begin) };
}

function isSized(file: RecordingFile, begin: number): boolean {
  return file.read(begin - 8, 8)[1] !== 0xff;
}

/** The offset of the space at the end of the info. */
function spaceIn(file: RecordingFile, from: number, length: number): number | undefined {
  for (let at = from; at < from + length; ) {
    const head = headIn(file, at);
    if (!head) return undefined;
    if (head.id === ids.void) return at;
    at += head.head + head.content;
  }
  return undefined;
}

function timesOf(file: RecordingFile, from: number, length: number) {
  let [first, last, beginsWithKey, blocks] = [0, 0, false, 0];
  for (let at = from; at < from + length; ) {
    const bytes = read(file, at);
    const head = headAt(bytes, 0);
    if (!head) break;
    if (head.id === ids.timestamp) first = last = Number(bytes.readBigUInt64BE(head.head));
    if (head.id === ids.simpleBlock) {
      last = first + bytes.readInt16BE(head.head + 1);
      if (blocks === 0) beginsWithKey = ((bytes[head.head + 3] ?? 0) & 0x80) !== 0;
      blocks += 1;
    }
    at += head.head + head.content;
  }
  return { first, last, beginsWithKey };
}

function headIn(file: RecordingFile, at: number) {
  return headAt(read(file, at), 0);
}

function read(file: RecordingFile, at: number): Buffer {
  return file.read(at, piece);
}
