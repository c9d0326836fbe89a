import { execFileSync, spawnSync } from 'node:child_process';

/** False where the Debian package is missing: then files are not decoded. */
export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

const mostBytes = 512 * 1024 * 1024;
const samplesPerSecond = 8_000;

function ffmpeg(args: readonly string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', ...args], { maxBuffer: mostBytes });
}

/** The length of a file in s, and the codec of each of its streams. */
export function probe(path: string): { readonly seconds: number; readonly codecs: readonly string[] } {
  const wanted = ['-show_entries', 'format=duration:stream=codec_name', '-of', 'json'];
  const text = execFileSync('ffprobe', ['-v', 'error', ...wanted, path], { encoding: 'utf8' });
  const { format, streams }: { format: { duration: string }; streams: { codec_name: string }[] } = JSON.parse(text);
  return { seconds: Number(format.duration), codecs: streams.map(({ codec_name: codec }) => codec).toSorted() };
}

/** The sound of a file, as samples from -1 to 1. */
function soundOf(path: string): Float32Array {
  const bytes = ffmpeg(['-i', path, '-ac', '1', '-ar', String(samplesPerSecond), '-f', 'f32le', '-']);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** How loud a tone is in samples, by Goertzel's algorithm. */
function levelOf(samples: Float32Array, hertz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / samplesPerSecond);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + factor * last - before];
  return Math.sqrt(Math.max(0, before ** 2 + last ** 2 - factor * before * last)) / samples.length;
}

/** How loud each tone is in half a second of a file. */
export function tonesAt(path: string, second: number, hertz: readonly number[]): readonly number[] {
  const from = second * samplesPerSecond;
  const part = soundOf(path).subarray(from, from + samplesPerSecond / 2);
  return hertz.map((one) => levelOf(part, one));
}

/** The second at which one tone follows another, within 2.5 ms. */
export function toneChange(path: string, [first, second]: readonly [number, number]): number {
  const sound = soundOf(path);
  const [length, step] = [samplesPerSecond / 50, samplesPerSecond / 400];
  for (let at = 0; at + length <= sound.length; at += step) {
    const part = sound.subarray(at, at + length);
    // The window is half in the new tone when both are equally loud.
    if (levelOf(part, second) > levelOf(part, first)) return (at + length / 2) / samplesPerSecond;
  }
  return Number.NaN;
}

/** The second at which the pictures in the strip of cameras change most, between two seconds. */
export function pictureChange(path: string, from: number, until: number): number {
  const [width, height, perSecond] = [64, 8, 15];
  const filter = `fps=${perSecond},crop=1280:120:0:590,scale=${width}:${height}`;
  const bytes = ffmpeg(['-i', path, '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'gray', '-']);
  const frame = width * height;
  const changeAt = (index: number) => {
    let sum = 0;
    for (let at = 0; at < frame; at += 1) {
      sum += Math.abs((bytes[index * frame + at] ?? 0) - (bytes[(index - 1) * frame + at] ?? 0));
    }
    return sum;
  };
  const frames = Array.from({ length: Math.floor(bytes.length / frame) }, (_, index) => index);
  const within = frames.filter((index) => index / perSecond > from && index / perSecond < until);
  return (within.toSorted((a, b) => changeAt(b) - changeAt(a))[0] ?? Number.NaN) / perSecond;
}
