import type { RecordingFile } from '../files/RecordingFile.ts';
import type { RecordingFiles } from '../files/RecordingFiles.ts';
import { element, float, idBytes, ids, text, unknownSize, unsigned } from './ebml.ts';
import { finishWebm } from './finishWebm.ts';

/** How much of a stream may be lost when the process dies, in ms: a cluster is written when it is this long. */
const clusterMs = 500;
/** The most bytes of a cluster in memory. */
const clusterBytes = 1024 * 1024;
/** The largest time of a block within its cluster, by the format. */
const longestClusterMs = 30_000;

/** What a cluster takes beside its blocks, with its entry in the index, and what the index takes itself, at most. */
const [clusterHeadBytes, indexHeadBytes] = [100, 32];

/** Takes bytes before they are written. */
interface Budget {
  /** @throws when there are no more bytes */
  take(bytes: number): void;
}

interface WriterOptions {
  readonly files: Pick<RecordingFiles, 'create' | 'extra'>;
  readonly budget?: Budget;
}

export type Codec = { readonly is: 'opus' } | { readonly is: 'vp8'; readonly width: number; readonly height: number };

/** One frame of a stream; `at` in ms from the beginning of the file. */
export interface Frame {
  readonly at: number;
  readonly data: Buffer;
  readonly isKey: boolean;
}

/**
 * Writes one stream into one WebM file, in whole clusters that are only ever appended: the file plays up to its last
 * cluster, however the process ends.
 */
export class WebmWriter {
  readonly #file: RecordingFile;
  readonly #isVideo: boolean;
  readonly #budget: Budget | undefined;
  #cluster: { at: number; bytes: number; blocks: Buffer[] } | undefined;
  #last: number | undefined;
  #life: 'open' | 'closed' = 'open';

  private constructor(file: RecordingFile, isVideo: boolean, budget: Budget | undefined) {
    this.#budget = budget;
    this.#file = file;
    this.#isVideo = isVideo;
  }

  /** Makes a new file. @throws the error of the file system; `EEXIST` when there is such a file; the error of the budget */
  static create(path: string, codec: Codec, { files, budget }: WriterOptions): WebmWriter {
    const head = headOf(codec);
    const most = files.extra;
    // The head, and the index, are an append each.
    budget?.take(head.length + indexHeadBytes + most.file + 2 * most.append);
    const file = files.create(path);
    try {
      file.append(head);
    } catch (error) {
      file.close();
      throw error;
    }
    return new WebmWriter(file, codec.is === 'vp8', budget);
  }

  /** The bytes of the content that are on the disk. */
  get bytes(): number {
    return this.#file.size;
  }

  /** The time of the last frame, in ms from the beginning. */
  get last(): number {
    return this.#last ?? 0;
  }

  /**
   * Takes the next frame; a time that is not after the last one becomes the next ms: players want times that rise.
   * @throws the error of the file system, or of the budget: then the frame is left out
   */
  add({ at, data, isKey }: Frame): void {
    const time = Math.max(this.#last === undefined ? 0 : this.#last + 1, Math.round(at));
    const { blocks, at: since = time, bytes = 0 } = this.#cluster ?? {};
    // A cluster begins with a key frame where one comes, so that a player may begin there.
    const isFull = time - since >= clusterMs && (!this.#isVideo || isKey || time - since >= 2 * clusterMs);
    if (blocks && (isFull || bytes > clusterBytes || time - since > longestClusterMs || (this.#isVideo && isKey))) {
      this.flush();
    }
    const made = block(time - (this.#cluster?.at ?? time), data, isKey);
    this.#budget?.take(made.length + (this.#cluster ? 0 : clusterHeadBytes + this.#file.extra.append));
    const cluster = (this.#cluster ??= { at: time, bytes: 0, blocks: [] });
    cluster.blocks.push(made);
    cluster.bytes += data.length;
    this.#last = time;
  }

  /** Writes the frames that are in memory. @throws the error of the file system */
  flush(): void {
    const cluster = this.#cluster;
    if (!cluster) return;
    this.#cluster = undefined;
    this.#file.append(element(ids.cluster, unsigned(ids.timestamp, cluster.at), ...cluster.blocks));
  }

  /** Writes the rest, and what lets players find a time in the file. Idempotent. @throws the error of the file system */
  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    try {
      this.flush();
      finishWebm(this.#file);
    } finally {
      this.#file.close();
    }
  }
}

function block(at: number, data: Buffer, isKey: boolean): Buffer {
  const head = Buffer.from([0x81, 0, 0, isKey ? 0x80 : 0]);
  head.writeInt16BE(at, 1);
  return element(ids.simpleBlock, head, data);
}

/** The bytes of the seek head that `finishWebm` writes over this space. */
const seekHeadBytes = 64;

function headOf(codec: Codec): Buffer {
  const head = element(
    ids.header,
    unsigned(0x4286, 1),
    unsigned(0x42f7, 1),
    unsigned(0x42f2, 4),
    unsigned(0x42f3, 8),
    text(0x4282, 'webm'),
    unsigned(0x4287, 4),
    unsigned(0x4285, 2),
  );
  const info = element(
    ids.info,
    unsigned(ids.timestampScale, 1_000_000),
    text(ids.muxingApp, 'Plenum'),
    text(ids.writingApp, 'Plenum'),
    // The place of the duration, which is known at the end.
    element(ids.void, Buffer.alloc(float(ids.duration, 0).length - 5)),
  );
  const space = element(ids.void, Buffer.alloc(seekHeadBytes - 5));
  return Buffer.concat([head, idBytes(ids.segment), unknownSize, space, info, tracksOf(codec)]);
}

function tracksOf(codec: Codec): Buffer {
  const common = [unsigned(ids.trackNumber, 1), unsigned(ids.trackUid, 1)];
  if (codec.is === 'vp8') {
    const size = [unsigned(ids.pixelWidth, codec.width), unsigned(ids.pixelHeight, codec.height)];
    const track = [unsigned(ids.trackType, 1), text(ids.codecId, 'V_VP8'), element(ids.video, ...size)];
    return element(ids.tracks, element(ids.trackEntry, ...common, ...track));
  }
  // RFC 7845: version 1, two channels, no pre-skip, 48 kHz, no gain, mapping 0.
  const opusHead = Buffer.from([...Buffer.from('OpusHead'), 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);
  const sound = [float(ids.samplingFrequency, 48_000), unsigned(ids.channels, 2)];
  const track = [
    unsigned(ids.trackType, 2),
    text(ids.codecId, 'A_OPUS'),
    element(ids.codecPrivate, opusHead),
    unsigned(ids.codecDelay, 0),
    unsigned(ids.seekPreRoll, 80_000_000),
    element(ids.audio, ...sound),
  ];
  return element(ids.tracks, element(ids.trackEntry, ...common, ...track));
}
