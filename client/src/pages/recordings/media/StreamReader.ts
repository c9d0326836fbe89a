import { AppError } from '@plenum/shared/core/errors';
import { clusterIn, type Head, headOf, joined, type Packet, packetsIn } from './webm.ts';
import { type Entry, entriesIn } from './webmIndex.ts';

/** Bytes of one request. */
const chunkBytes = 192 * 1024;
/** Bytes of the first request after a jump in a file with an index: at least, and at most. */
const [leastBytes, mostBytes] = [16 * 1024, 2 * 1024 * 1024];
/** What that request brings beyond the time of the jump, in ms: enough to show it and to play on until the next one. */
const beyondMs = 1_500;
/** Tries to find the cluster of a time before reading from there all the same. */
const mostGuesses = 8;

/** Gets the bytes of a file from `from` to before `to`. */
export type ReadBytes = (from: number, to: number, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

/** Gets bytes by range requests. @throws AppError `unavailable` */
export function byRange(url: string): ReadBytes {
  return async (from, to, signal) => {
    const response = await fetch(url, { headers: { range: `bytes=${from}-${to - 1}` }, signal });
    // Nothing is there any more: the file has ended.
    if (response.status === 416) return new Uint8Array();
    if (!response.ok) throw new AppError('unavailable', `The file was refused with ${response.status}.`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A server, or something between, that knows no ranges sends the whole file.
    return response.status === 206 ? bytes : bytes.slice(from, to);
  };
}

interface ReaderOptions {
  readonly read: ReadBytes;
  readonly bytes: number;
  readonly durationMs: number;
}

/** Reads the frames of one file from any time: by its index, or else by the marks of clusters. */
export class StreamReader {
  readonly #read: ReadBytes;
  readonly #bytes: number;
  readonly #durationMs: number;
  #first: Uint8Array<ArrayBuffer> = new Uint8Array();
  #head: Head | undefined;
  /** The entries of the index; none for a file without one, undefined while it is not read. */
  #entries: Promise<readonly Entry[]> | undefined;
  #at = 0;
  /** The bytes that the next request should bring at least; undefined: as usual. */
  #until: number | undefined;
  #ticks = 0;
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor({ read, bytes, durationMs }: ReaderOptions) {
    this.#read = read;
    this.#bytes = bytes;
    this.#durationMs = durationMs;
  }

  /** The head of the file. @throws AppError `unavailable`; `invalid` when it is no WebM */
  async head(signal: AbortSignal): Promise<Head> {
    if (this.#head) return this.#head;
    this.#first = await this.#read(0, chunkBytes, signal);
    const head = headOf(this.#first);
    if (!head) throw new AppError('invalid', 'The file has no cluster.');
    this.#head = head;
    return head;
  }

  /** True when all frames were read. */
  get isOver(): boolean {
    return this.#at >= this.#bytes;
  }

  /** Goes to the last cluster that begins at `ms` or before it, and has a key frame when `needsKey`. */
  async seek(ms: number, needsKey: boolean, signal: AbortSignal): Promise<void> {
    const head = await this.head(signal);
    this.#rest = new Uint8Array();
    const start = head.bytes.length;
    if (this.#bytes <= this.#first.length) return this.#goTo(start);
    const entries = await this.index(signal).catch(() => {
      signal.throwIfAborted();
      return [];
    });
    if (entries.length > 0) return this.#goByIndex(entries, ms, start);
    const at = await this.#find(Math.max(0, ms), head, signal);
    if (!needsKey) return this.#goTo(at);
    for (let back = at, step = chunkBytes; ; step *= 2) {
      const reading = packetsIn(await this.#read(back, Math.min(this.#bytes, back + step), signal), head.tickMs);
      if (back <= start || reading.packets.some(({ key, time }) => key && time <= ms)) return this.#goTo(back);
      const from = Math.max(start, back - step);
      const bytes = await this.#read(from, Math.min(this.#bytes, back + 64), signal);
      back = from + (clusterIn(bytes)?.at ?? 0);
    }
  }

  /**
   * The index, which is read once. To read it before it is needed saves the first jump a request.
   * @throws AppError `unavailable`
   */
  async index(signal: AbortSignal): Promise<readonly Entry[]> {
    const { index, begin, tickMs } = await this.head(signal);
    if (index === undefined || index >= this.#bytes) return [];
    this.#entries ??= this.#read(index, this.#bytes, signal).then((bytes) =>
      entriesIn(bytes, { begin, tickMs }).filter(({ at }) => at < index),
    );
    try {
      return await this.#entries;
    } catch (error) {
      // The jump that asked for it was given up, or the line broke: the next one asks again.
      this.#entries = undefined;
      throw error;
    }
  }

  /** The next frames; none at the end. */
  async next(signal: AbortSignal): Promise<readonly Packet[]> {
    const { tickMs, bytes: head } = await this.head(signal);
    // Without a `seek` before: the frames begin behind the head.
    this.#at = Math.max(this.#at, head.length);
    while (!this.isOver) {
      const isFirst = this.#at < this.#first.length;
      const more = isFirst
        ? this.#first.slice(this.#at)
        : await this.#read(this.#at, Math.min(this.#bytes, this.#until ?? this.#at + chunkBytes), signal);
      if (!isFirst) this.#until = undefined;
      this.#at = more.length === 0 ? this.#bytes : this.#at + more.length;
      const bytes = joined([this.#rest, more]);
      const { used, ticks, packets } = packetsIn(bytes, tickMs, this.#ticks);
      this.#ticks = ticks;
      this.#rest = bytes.slice(used);
      if (packets.length > 0) return packets;
    }
    return [];
  }

  #goTo(at: number): void {
    this.#at = at;
    this.#ticks = 0;
    this.#until = undefined;
  }

  /** Goes to the last entry before a time. One request brings what is from there to a little after that time. */
  #goByIndex(entries: readonly Entry[], ms: number, start: number): void {
    const before = entries.findLast((entry) => entry.ms <= ms);
    this.#goTo(before?.at ?? start);
    const wanted = this.#placeOf(entries, ms + beyondMs) - this.#at;
    this.#until = this.#at + Math.max(leastBytes, Math.min(mostBytes, wanted));
  }

  /** About where a time is in the file: between two entries by the bytes that each ms has there. */
  #placeOf(entries: readonly Entry[], ms: number): number {
    const next = entries.findIndex((entry) => entry.ms > ms);
    const low = entries[next === -1 ? entries.length - 1 : next - 1] ?? { at: 0, ms: 0 };
    const high = entries[next] ?? { at: this.#bytes, ms: Math.max(this.#durationMs, ms) };
    const share = high.ms > low.ms ? Math.min(1, (ms - low.ms) / (high.ms - low.ms)) : 1;
    return low.at + Math.ceil((high.at - low.at) * share);
  }

  /** Byte of the last cluster that begins at `ms` or a little before. */
  async #find(ms: number, { bytes: { length: start }, tickMs }: Head, signal: AbortSignal): Promise<number> {
    let low = { at: start, ms: 0 };
    let high = { at: this.#bytes, ms: this.#durationMs };
    for (let guess = 0; guess < mostGuesses && high.at - low.at > chunkBytes; guess += 1) {
      const share = high.ms > low.ms ? (ms - low.ms) / (high.ms - low.ms) : 0;
      const wanted = low.at + (high.at - low.at) * Math.max(0, Math.min(1, share)) - chunkBytes / 2;
      const from = Math.max(low.at, Math.floor(wanted));
      const bytes = await this.#read(from, Math.min(this.#bytes, from + chunkBytes), signal);
      const found = clustersIn(bytes, tickMs).map((one) => ({ at: from + one.at, ms: one.ms }));
      const [first] = found;
      if (!first) {
        // A frame as large as the chunk: the search goes on before it.
        high = { ...high, at: from };
        continue;
      }
      const before = found.findLast((one) => one.ms <= ms);
      if (!before) high = first;
      else if (before !== found.at(-1)) return before.at;
      else low = before;
    }
    const bytes = await this.#read(low.at, Math.min(this.#bytes, high.at + 64), signal);
    const last = clustersIn(bytes, tickMs).findLast((one) => one.ms <= ms);
    return low.at + (last?.at ?? 0);
  }
}

function clustersIn(bytes: Uint8Array, tickMs: number): { readonly at: number; readonly ms: number }[] {
  const found: { readonly at: number; readonly ms: number }[] = [];
  for (let one = clusterIn(bytes); one; one = clusterIn(bytes, one.at + 4))
    found.push({ at: one.at, ms: one.ticks * tickMs });
  return found;
}
