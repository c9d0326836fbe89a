import { aside } from '@plenum/shared/core/aside';
import type { PlaybackClock } from '../../../core/playback/clock.ts';
import type { Clip } from '../../../core/playback/recorded.ts';
import { byRange, StreamReader } from './StreamReader.ts';
import { clusterOf, joined, type Packet, withDurations, withoutGaps } from './webm.ts';

/** How much is loaded ahead of the clock, and how much is kept behind it, in ms. */
const aheadMs = 12_000;
const behindMs = 20_000;
/** A time so much beyond what is loaded is jumped to; to a nearer one the loading goes on. In ms. */
const nearMs = 2_500;
/** Farther from the clock than this an element jumps; nearer, it plays a little faster or slower. In ms. */
const jumpMs = 250;
const exactMs = 8;
/** The same while the clock stands: an element may stop a little beside the time that it was given. */
const stillMs = 40;
/** Greatest change of the speed that catches up, as a part of it. */
const mostCatchUp = 0.25;
/** How long the clock waits for a file before it goes on without it, in ms. */
const patienceMs = 6_000;
const readyToGoOn = 3;

const kinds = { opus: 'audio/webm; codecs="opus"', vp8: 'video/webm; codecs="vp8"' } as const;

/** Plays one file in an element, at the time of the clock. */
export class ClipPlayer {
  readonly clip: Clip;
  readonly #element: HTMLMediaElement;
  readonly #clock: PlaybackClock;
  readonly #reader: StreamReader;
  readonly #source = new MediaSource();
  readonly #gone = new AbortController();
  readonly #url: string;
  #buffer: SourceBuffer | undefined;
  /** Ends the reading for a time that the clock has left. */
  #loading = new AbortController();
  #feeding = false;
  #mustSeek = false;
  /** Where the loading began, in ms of the file, and when. */
  #start = 0;
  #jumpedAt = 0;
  #isOver = false;
  /** The end of what was loaded since the last jump, in ms of the file. */
  #loaded = 0;
  #cursor: number | undefined;
  #waiting: readonly Packet[] = [];
  #heldAt = 0;
  #failed = false;

  constructor({ clip, url, element, clock }: ClipPlayerOptions) {
    this.clip = clip;
    this.#element = element;
    this.#clock = clock;
    this.#reader = new StreamReader({ read: byRange(url), bytes: clip.bytes, durationMs: clip.until - clip.from });
    this.#url = URL.createObjectURL(this.#source);
    element.src = this.#url;
    element.preservesPitch = true;
    // At once, and not with the next step of the deck: the clock may be waiting for this element.
    for (const event of ['seeked', 'canplay'])
      element.addEventListener(event, () => this.follow(), { signal: this.#gone.signal });
    aside(this.#open());
  }

  /** How far the element is from the clock, in ms; undefined while it shows nothing. */
  get drift(): number | undefined {
    const { readyState, currentTime } = this.#element;
    return readyState < 2 || !this.#isInside ? undefined : currentTime * 1_000 - this.#target;
  }

  /** Follows the clock; called often, and at each change of it. */
  follow(): void {
    if (this.#gone.signal.aborted || this.#failed) return this.#wait(false);
    const { rate, playing } = this.#clock.store.getState();
    const target = this.#target;
    if (!this.#buffer) return this.#wait(playing && this.#isInside);
    this.#feed();
    const element = this.#element;
    const drift = element.currentTime * 1_000 - target;
    const isNear = target > -aheadMs && this.#isAvailable(Math.max(0, target));
    if (!this.#isInside) {
      if (!element.paused) element.pause();
      // Ready at its first frame before it begins.
      if (target < 0 && element.currentTime > 0.05 && isNear) element.currentTime = 0;
      return this.#wait(false);
    }
    if (!isNear) return this.#wait(playing);
    if (Math.abs(drift) > (this.#clock.runs ? jumpMs : stillMs) && !element.seeking) {
      element.currentTime = target / 1_000;
    }
    const isReady = element.readyState >= readyToGoOn && !element.seeking;
    this.#wait(playing && !isReady);
    if (!this.#clock.runs) {
      if (!element.paused) element.pause();
      return;
    }
    const catchUp = Math.abs(drift) < exactMs ? 0 : Math.max(-mostCatchUp, Math.min(mostCatchUp, drift / 400));
    const wanted = rate * (1 - catchUp);
    if (Math.abs(element.playbackRate - wanted) > 0.001) element.playbackRate = wanted;
    if (element.paused) element.play().catch(() => undefined);
  }

  /** Idempotent. */
  close(): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort();
    this.#loading.abort();
    this.#wait(false);
    this.#element.pause();
    this.#element.removeAttribute('src');
    this.#element.load();
    URL.revokeObjectURL(this.#url);
  }

  get #target(): number {
    return this.#clock.now - this.clip.from;
  }

  get #length(): number {
    return this.clip.until - this.clip.from;
  }

  get #isInside(): boolean {
    const target = this.#target;
    // The last frame is shown a little longer than it is in the file.
    if (target < 0 || target >= this.#length - 60) return false;
    // A file that ends before it should has nothing to wait for.
    return !this.#isOver || target < this.#loaded;
  }

  async #open(): Promise<void> {
    try {
      if (this.#source.readyState !== 'open') {
        await new Promise((resolve) => this.#source.addEventListener('sourceopen', resolve, { once: true }));
      }
      if (this.#gone.signal.aborted) return;
      const buffer = this.#source.addSourceBuffer(kinds[this.clip.codec]);
      const head = await this.#reader.head(this.#gone.signal);
      await this.#append(buffer, head.bytes);
      if (this.#gone.signal.aborted) return;
      this.#source.duration = (this.#length + 1_000) / 1_000;
      this.#buffer = buffer;
      // Before the first jump needs it. Without it, or when the line breaks, jumps look for their cluster.
      this.#reader.index(this.#gone.signal).catch(() => undefined);
      this.#jumpTo(Math.max(0, this.#target));
      this.follow();
    } catch {
      this.#fail();
    }
  }

  /** Loads what the clock will need next. */
  #feed(): void {
    const target = Math.max(0, this.#target);
    if (target > this.#length) return;
    // Beyond what is being loaded, or given back already, or never there.
    const isMissing = !this.#isAvailable(target) && (target > this.#loaded + nearMs || target < this.#loaded - 1);
    if (isMissing && this.#mayJumpTo(target)) this.#jumpTo(target);
    if (this.#feeding || this.#isOver || this.#loaded > target + aheadMs) return;
    this.#feeding = true;
    aside(
      this.#load(this.#loading.signal).finally(() => {
        this.#feeding = false;
      }),
    );
  }

  /** A time that the file does not have is not asked for again and again. */
  #mayJumpTo(target: number): boolean {
    return Math.abs(target - this.#start) > 500 || performance.now() - this.#jumpedAt > 2_000;
  }

  #jumpTo(target: number): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#jumpedAt = performance.now();
    this.#start = target;
    this.#loaded = target;
    this.#cursor = undefined;
    this.#waiting = [];
    this.#isOver = false;
    this.#mustSeek = true;
  }

  async #load(signal: AbortSignal): Promise<void> {
    const buffer = this.#buffer;
    if (!buffer) return;
    try {
      if (this.#mustSeek) {
        this.#mustSeek = false;
        // A little earlier: an element needs what is just before the time that it jumps to.
        await this.#reader.seek(this.#start - 100, this.clip.codec === 'vp8', signal);
      }
      const packets = await this.#reader.next(signal);
      signal.throwIfAborted();
      const { bytes, end } = this.#segment(packets);
      if (bytes.length > 0) await this.#append(buffer, bytes);
      if (signal.aborted || this.#gone.signal.aborted) return;
      this.#loaded = Math.max(this.#loaded, end);
      this.#isOver = this.#reader.isOver;
      await this.#forget(buffer);
      this.follow();
    } catch {
      if (!signal.aborted && !this.#gone.signal.aborted) this.#fail();
    }
  }

  /** Makes what the element takes of the frames of the file; `end` is the time after the last of them, in ms. */
  #segment(packets: readonly Packet[]): { readonly bytes: Uint8Array<ArrayBuffer>; readonly end: number } {
    if (this.clip.codec === 'opus') {
      const made = withoutGaps(packets, this.#cursor);
      this.#cursor = made.cursor;
      return { bytes: inClusters(made.packets), end: made.cursor };
    }
    const until = this.#reader.isOver ? this.#length : undefined;
    const { packets: timed, rest } = withDurations([...this.#waiting, ...packets], until);
    this.#waiting = rest;
    const last = timed.at(-1);
    return { bytes: inClusters(timed), end: last ? last.time + last.duration : 0 };
  }

  #append(buffer: SourceBuffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return changed(buffer, () => buffer.appendBuffer(bytes));
  }

  /** Gives back what is long past. */
  async #forget(buffer: SourceBuffer): Promise<void> {
    const { buffered } = buffer;
    const before = (Math.max(0, this.#target) - behindMs) / 1_000;
    if (buffered.length === 0 || buffered.start(0) >= before - 10) return;
    await changed(buffer, () => buffer.remove(0, before));
  }

  #isAvailable(ms: number): boolean {
    const { buffered } = this.#element;
    for (let index = 0; index < buffered.length; index += 1) {
      if (ms / 1_000 >= buffered.start(index) - 0.06 && ms / 1_000 < buffered.end(index)) return true;
    }
    return false;
  }

  /** Makes the clock stand while this file is needed and not there, for a bounded time. */
  #wait(needed: boolean): void {
    if (!needed) this.#heldAt = 0;
    else this.#heldAt ||= performance.now();
    this.#clock.wait(this, needed && performance.now() - this.#heldAt < patienceMs);
  }

  /** The file cannot be played: the rest goes on without it. */
  #fail(): void {
    this.#failed = true;
    this.#wait(false);
  }
}

export interface ClipPlayerOptions {
  readonly clip: Clip;
  readonly url: string;
  readonly element: HTMLMediaElement;
  readonly clock: PlaybackClock;
}

/** A cluster's frames are at most so far from its beginning, in ms: their times have 16 bits. */
const mostClusterMs = 5_000;

function inClusters(packets: readonly (Packet & { readonly duration: number })[]): Uint8Array<ArrayBuffer> {
  const groups: (Packet & { readonly duration: number })[][] = [];
  for (const packet of packets) {
    const open = groups.at(-1);
    const first = open?.[0];
    if (open && first && packet.time - first.time < mostClusterMs) open.push(packet);
    else groups.push([packet]);
  }
  return joined(groups.map(clusterOf));
}

function changed(buffer: SourceBuffer, change: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    buffer.addEventListener('updateend', () => (stop.abort(), resolve()), { signal: stop.signal });
    buffer.addEventListener('error', () => (stop.abort(), reject(new Error('The browser refused the file.'))), {
      signal: stop.signal,
    });
    try {
      change();
    } catch (error) {
      stop.abort();
      reject(error instanceof Error ? error : new Error('The browser refused the file.'));
    }
  });
}
