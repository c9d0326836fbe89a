import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainFiles } from '../src/recording/files/RecordingFiles.ts';
import { readWebm } from '../src/recording/webm/readWebm.ts';

/** Whether Debian's `ffmpeg` is here: it makes and measures the streams of these tests. */
export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** One RTP packet, `at` ms after the beginning. */
export interface TimedPacket {
  readonly at: number;
  readonly packet: Buffer;
}

interface StreamOptions {
  readonly seconds: number;
  /** The frequency of the tone in Hz, or the colour of the picture. */
  readonly of: number | string;
  readonly ssrc?: number;
}

/** A tone in Opus, in packets of 20 ms. */
export function tone({ seconds, of, ssrc = 1 }: StreamOptions): TimedPacket[] {
  const frames = encode([`sine=frequency=${of}:duration=${seconds}:sample_rate=48000`, ['-c:a', 'libopus']]);
  return frames.map(({ at, data }, index) => ({
    at,
    packet: rtp({ sequence: 65_500 + index, timestamp: 4_294_900_000 + at * 48, marker: index === 0, ssrc }, data),
  }));
}

/** A picture of one colour in VP8, 15 a second, in packets of at most 1,000 bytes. */
export function picture({ seconds, of, ssrc = 2 }: StreamOptions): TimedPacket[] {
  const source = `color=c=${of}:s=322x242:r=15:d=${seconds}`;
  const frames = encode([source, ['-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '300k', '-g', '30']]);
  let sequence = 10;
  return frames.flatMap(({ at, data }) => {
    const parts: TimedPacket[] = [];
    for (let from = 0; from < data.length; from += 1_000) {
      const part = data.subarray(from, from + 1_000);
      const head = { sequence: (sequence += 1), timestamp: at * 90, marker: from + 1_000 >= data.length, ssrc };
      parts.push({ at, packet: rtp(head, Buffer.concat([Buffer.from([from === 0 ? 0x10 : 0]), part])) });
    }
    return parts;
  });
}

/** The volume of one frequency in a file, in dB; very low when the file has no such tone. */
export function volumeAt(path: string, hertz: number, { from = 0, seconds = 0.5 } = {}): number {
  const filter = `bandpass=f=${hertz}:width_type=h:w=40,volumedetect`;
  const cut = ['-ss', String(from), '-t', String(seconds)];
  const { stderr } = spawnSync('ffmpeg', ['-i', path, ...cut, '-af', filter, '-f', 'null', '-'], { encoding: 'utf8' });
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? -200);
}

/** The colour in the middle of a picture, as [red, green, blue]. */
export function colourAt(path: string, second: number): readonly number[] {
  const args = ['-v', 'error', '-ss', String(second), '-i', path, '-frames:v', '1', '-vf', 'crop=2:2,scale=1:1'];
  return [...execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'])];
}

/** The length of a file in seconds, by its own words, and its number of frames. */
export function probe(path: string): { seconds: number; frames: number } {
  const args = ['-v', 'error', '-count_packets', '-show_entries', 'format=duration:stream=nb_read_packets', '-of'];
  const text = execFileSync('ffprobe', [...args, 'default=noprint_wrappers=1:nokey=1', path], { encoding: 'utf8' });
  const [frames = '0', seconds = '0'] = text.trim().split('\n');
  return { seconds: Number(seconds), frames: Number(frames) };
}

function encode([source, codec]: readonly [source: string, codec: readonly string[]]) {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-rtp-'));
  const path = join(folder, 'made.webm');
  try {
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...codec, path]);
    return [...readWebm(path, plainFiles)].map(({ at, data }) => ({ at, data: Buffer.from(data) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Head {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly ssrc: number;
}

function rtp({ sequence, timestamp, marker, ssrc }: Head, payload: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt8((marker ? 0x80 : 0) | 100, 1);
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(timestamp % 2 ** 32, 4);
  head.writeUInt32BE(ssrc, 8);
  return Buffer.concat([head, payload]);
}
