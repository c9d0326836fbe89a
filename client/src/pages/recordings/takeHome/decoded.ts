import type { Clip } from '../../../core/playback/recorded.ts';
import { byRange, StreamReader } from '../media/StreamReader.ts';
import { type Packet, withoutGaps } from '../media/webm.ts';

/** Decoded frames that wait at most; a decoder has only so many. */
const mostFrames = 6;
/** How long a decoder may be silent about a frame that it took, in ms: some frames are never shown. */
const patienceMs = 40;

export const sampleRate = 48_000;

/** Reads one picture from its beginning to its end, frame by frame. */
export class DecodedPicture {
  readonly #reader: StreamReader;
  readonly #decoder: VideoDecoder;
  readonly #frames: VideoFrame[] = [];
  readonly #signal: AbortSignal;
  #packets: Packet[] = [];
  #over = false;
  #notify: () => void = () => {};
  #shown: VideoFrame | undefined;

  constructor(clip: Clip, url: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#reader = new StreamReader({ read: byRange(url), bytes: clip.bytes, durationMs: clip.until - clip.from });
    this.#decoder = new VideoDecoder({
      output: (frame) => {
        this.#frames.push(frame);
        this.#notify();
      },
      error: () => {
        this.#over = true;
        this.#notify();
      },
    });
    this.#decoder.configure({ codec: 'vp8', optimizeForLatency: true });
  }

  /** The frame at a time of the file, in ms; times only rise. Undefined before the first. */
  async frameAt(ms: number): Promise<VideoFrame | undefined> {
    for (;;) {
      while (this.#frames[0] && this.#frames[0].timestamp / 1_000 <= ms) {
        this.#shown?.close();
        this.#shown = this.#frames.shift();
      }
      if (this.#frames.length > 0 || this.#over) return this.#shown;
      await this.#decodeNext();
    }
  }

  close(): void {
    this.#over = true;
    this.#shown?.close();
    for (const frame of this.#frames.splice(0)) frame.close();
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  async #decodeNext(): Promise<void> {
    if (this.#packets.length === 0) {
      this.#packets = [...(await this.#reader.next(this.#signal))];
      if (this.#packets.length === 0) {
        this.#over = true;
        if (this.#decoder.state === 'configured') await this.#decoder.flush().catch(() => undefined);
        return;
      }
    }
    while (this.#packets.length > 0 && this.#decoder.decodeQueueSize < 2 && this.#frames.length < mostFrames) {
      const packet = this.#packets.shift();
      if (packet && this.#decoder.state === 'configured') {
        this.#decoder.decode(
          new EncodedVideoChunk({
            type: packet.key ? 'key' : 'delta',
            timestamp: Math.round(packet.time * 1_000),
            data: packet.data,
          }),
        );
      }
      if (this.#decoder.decodeQueueSize > 0) break;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#notify = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Reads one sound from its beginning to its end, as samples of two channels. */
export class DecodedSound {
  readonly #reader: StreamReader;
  readonly #decoder: AudioDecoder;
  readonly #signal: AbortSignal;
  /** Decoded samples that were not taken yet, in order; `at` counts samples of the file. */
  readonly #ready: { at: number; readonly left: Float32Array; readonly right: Float32Array }[] = [];
  #cursor: number | undefined;
  #over = false;

  constructor(clip: Clip, url: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#reader = new StreamReader({ read: byRange(url), bytes: clip.bytes, durationMs: clip.until - clip.from });
    this.#decoder = new AudioDecoder({
      output: (data) => {
        const left = new Float32Array(data.numberOfFrames);
        const right = new Float32Array(data.numberOfFrames);
        data.copyTo(left, { planeIndex: 0, format: 'f32-planar' });
        data.copyTo(right, { planeIndex: data.numberOfChannels > 1 ? 1 : 0, format: 'f32-planar' });
        this.#ready.push({ at: Math.round((data.timestamp / 1_000_000) * sampleRate), left, right });
        data.close();
      },
      error: () => {
        this.#over = true;
      },
    });
    this.#decoder.configure({ codec: 'opus', sampleRate, numberOfChannels: 2 });
  }

  /** Adds the samples from `from` on, counted from the beginning of the file, to a mix. */
  async addTo(mix: readonly [Float32Array, Float32Array], from: number, offset: number): Promise<void> {
    const to = from + mix[0].length - offset;
    while (!this.#over && this.#end < to) await this.#decodeNext();
    for (const { at, left, right } of this.#ready) {
      const start = Math.max(at, from);
      const end = Math.min(at + left.length, to);
      for (let sample = start; sample < end; sample += 1) {
        const index = offset + sample - from;
        mix[0][index] = (mix[0][index] ?? 0) + (left[sample - at] ?? 0);
        mix[1][index] = (mix[1][index] ?? 0) + (right[sample - at] ?? 0);
      }
    }
    const firstLater = this.#ready.findIndex(({ at, left }) => at + left.length > to);
    this.#ready.splice(0, firstLater === -1 ? this.#ready.length : firstLater);
  }

  close(): void {
    this.#over = true;
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  #decoded = 0;
  get #end(): number {
    return this.#decoded;
  }

  async #decodeNext(): Promise<void> {
    const packets = await this.#reader.next(this.#signal);
    if (packets.length === 0) {
      this.#over = true;
      return;
    }
    const made = withoutGaps(packets, this.#cursor);
    this.#cursor = made.cursor;
    for (const { time, data } of made.packets) {
      this.#decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: Math.round(time * 1_000), data }));
    }
    // All of them are there after a flush; the next packet need not be a key frame: each of Opus is one.
    await this.#decoder.flush();
    this.#decoded = Math.round((made.cursor / 1_000) * sampleRate);
  }
}
