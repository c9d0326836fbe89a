import { addressOf } from '@plenum/shared/core/endpoint';
import { recordingFile } from '@plenum/shared/api/recording/contract';
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  CanvasSource,
  OggOutputFormat,
  Output,
  StreamTarget,
  WebMOutputFormat,
} from 'mediabunny';
import type { Passing } from '../../../core/playback/load.ts';
import type { Clip } from '../../../core/playback/recorded.ts';
import type { Playback } from '../Playback.ts';
import { DecodedPicture, sampleRate, DecodedSound } from './decoded.ts';
import { Scene } from './Scene.ts';

const pictureSize = { width: 1280, height: 720 } as const;
const framesPerSecond = 15;
const blockMs = 1_000;
const videoBits = 1_200_000;
const soundBits = 96_000;

interface Options {
  readonly playback: Playback;
  readonly passing: Passing;
  readonly kind: 'video' | 'sound';
  readonly signal: AbortSignal;
  /** Called with the part that is done, from 0 to 1, after each second of the recording; the next one waits for the promise. */
  readonly onProgress: (share: number) => void | Promise<void>;
  /** Where the file is written. */
  readonly place: Pick<Place, 'target' | 'drop'>;
}

/** Where one file is written. */
interface Place {
  readonly target: StreamTarget | BufferTarget;
  /** What was written. */
  readonly file: (type: string) => Promise<Blob>;
  /** Removes what was written. */
  readonly drop: () => Promise<void>;
}

/**
 * Makes one file of a recording: the pictures drawn from the same states as the player's, the sound mixed. It reads the files
 * once, in order, and writes as it goes. @throws when the browser cannot encode, or the signal ends it
 */
export async function compose({ playback, passing, kind, signal, onProgress, place }: Options): Promise<void> {
  const { manifest } = playback;
  const output = new Output({
    format: kind === 'video' ? new WebMOutputFormat() : new OggOutputFormat(),
    target: place.target,
  });
  const urlOf = ({ file }: Clip) =>
    addressOf(recordingFile, { params: { recording: manifest.id, file }, query: passing });
  const canvas = new OffscreenCanvas(pictureSize.width, pictureSize.height);
  const pictures = new CanvasSource(canvas, { codec: 'vp8', bitrate: videoBits, keyFrameInterval: 4 });
  const sound = new AudioSampleSource({ codec: 'opus', bitrate: soundBits });
  const scene = kind === 'video' ? new Scene(playback, canvas) : undefined;
  if (scene) output.addVideoTrack(pictures, { frameRate: framesPerSecond });
  output.addAudioTrack(sound);
  const openPictures = new OpenClips((clip) => new DecodedPicture(clip, urlOf(clip), signal));
  const openSounds = new OpenClips((clip) => new DecodedSound(clip, urlOf(clip), signal));
  const seen = manifest.streams.filter(({ codec }) => codec === 'vp8');
  const heard = manifest.streams.filter(({ codec }) => codec === 'opus');
  try {
    await output.start();
    for (let from = 0; from < manifest.duration; from += blockMs) {
      signal.throwIfAborted();
      const until = Math.min(manifest.duration, from + blockMs);
      const mix = await mixOf(openSounds.during(heard, from, until), from, until);
      await addSound(sound, mix, from);
      for (const at of scene ? frameTimes(from, until) : []) {
        signal.throwIfAborted();
        const frames = new Map<string, VideoFrame>();
        for (const [clip, stream] of openPictures.during(seen, at, at + 1)) {
          const picture = await stream.frameAt(at - clip.from);
          if (picture) frames.set(`${clip.member}/${clip.source}`, picture);
        }
        await scene?.draw(at, frames);
        await pictures.add(at / 1_000, 1 / framesPerSecond);
      }
      await onProgress(until / manifest.duration);
    }
    await output.finalize();
  } catch (error) {
    if (output.state !== 'finalized') await output.cancel().catch(() => undefined);
    await place.drop();
    throw error;
  } finally {
    openPictures.close();
    openSounds.close();
    scene?.close();
  }
}

/** The times of the frames of a block, in ms. */
function frameTimes(from: number, until: number): readonly number[] {
  const all = Array.from({ length: framesPerSecond }, (_, frame) => from + (frame * 1_000) / framesPerSecond);
  return all.filter((at) => at < until);
}

/** The decoded stream of each file that plays now. */
class OpenClips<Decoded extends { close: () => void }> {
  readonly #open = new Map<Clip, Decoded>();
  readonly #create: (clip: Clip) => Decoded;

  constructor(create: (clip: Clip) => Decoded) {
    this.#create = create;
  }

  /** The streams of the clips that play at some time between; those that are over are closed. */
  during(clips: readonly Clip[], from: number, until: number): readonly (readonly [Clip, Decoded])[] {
    for (const [clip, stream] of this.#open) {
      if (clip.until > from) continue;
      stream.close();
      this.#open.delete(clip);
    }
    return clips
      .filter((clip) => clip.from < until && clip.until > from)
      .map((clip) => {
        const stream = this.#open.get(clip) ?? this.#create(clip);
        this.#open.set(clip, stream);
        return [clip, stream] as const;
      });
  }

  close(): void {
    for (const stream of this.#open.values()) stream.close();
    this.#open.clear();
  }
}

async function mixOf(
  sounds: readonly (readonly [Clip, DecodedSound])[],
  from: number,
  until: number,
): Promise<readonly [Float32Array, Float32Array]> {
  const length = samples(until) - samples(from);
  const mix = [new Float32Array(length), new Float32Array(length)] as const;
  for (const [clip, stream] of sounds) {
    const start = samples(from) - samples(clip.from);
    // A file that begins within the block is silent before.
    await stream.addTo(mix, Math.max(0, start), Math.max(0, -start));
  }
  for (const channel of mix) {
    // Several people at once may be louder than a sample can be.
    for (let index = 0; index < length; index += 1) channel[index] = Math.tanh(channel[index] ?? 0);
  }
  return mix;
}

async function addSound(
  source: AudioSampleSource,
  [left, right]: readonly [Float32Array, Float32Array],
  fromMs: number,
) {
  if (left.length === 0) return;
  const data = new Float32Array(left.length * 2);
  data.set(left);
  data.set(right, left.length);
  const sample = new AudioSample({
    data,
    format: 'f32-planar',
    numberOfChannels: 2,
    sampleRate,
    timestamp: fromMs / 1_000,
  });
  await source.add(sample);
  sample.close();
}

function samples(ms: number): number {
  return Math.round((ms * sampleRate) / 1_000);
}

/** A file in the browser's own folder for this site, in place of the last one, or in memory. */
export async function openPlace(kind: 'video' | 'sound'): Promise<Place> {
  const name = `plenum-${kind}`;
  try {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    return {
      target: new StreamTarget(writable, { chunked: true }),
      file: async (type) => new Blob([await handle.getFile()], { type }),
      drop: () => folder.removeEntry(name).catch(() => undefined),
    };
  } catch {
    const target = new BufferTarget();
    return {
      target,
      file: async (type) => new Blob([target.buffer ?? new ArrayBuffer(0)], { type }),
      drop: async () => {},
    };
  }
}
