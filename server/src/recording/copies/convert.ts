import { join } from 'node:path';
import type { CopyKind } from '@plenum/shared/api/recording/copies';
import { runShielded, type ShieldedProcess } from '../../conversion/shielded.ts';
import { inBackground } from '@plenum/shared/core/background';
import { CopyFailed } from './CopyFailed.ts';
import type { Courtesy } from './Courtesy.ts';

type Converted = Exclude<CopyKind, 'webm'>;

interface ConvertOptions {
  /** The path of ffmpeg. */
  readonly ffmpeg: string;
  readonly kind: Converted;
  /** The WebM of the whole recording. */
  readonly source: string;
  readonly sourceBytes: number;
  /** An empty folder of its own. */
  readonly folder: string;
  /** The length of the recording, in ms. */
  readonly duration: number;
  readonly courtesy: Courtesy;
  readonly signal: AbortSignal;
  /** Called with the part that is done, from 0 to 1. */
  readonly onShare: (share: number) => Promise<void>;
}

const sound = ['-map', '0:a:0', '-vn'] as const;
const picture = '-map 0:v:0 -map 0:a:0 -c:v libx264 -preset veryfast -crf 25 -pix_fmt yuv420p'.split(' ');
const aac = ['-c:a', 'aac', '-b:a', '96k'] as const;

/** From one file and from nothing else, with one thread; how far it is goes to the standard output. */
const reading =
  '-nostdin -hide_banner -loglevel error -progress pipe:1 -protocol_whitelist file,pipe -threads 1 -f matroska -i'.split(
    ' ',
  );

/** How ffmpeg writes each kind: H.264 and AAC, AAC alone, MP3. */
const written: Record<Converted, readonly string[]> = {
  mp4: [...picture, ...aac, '-movflags', '+faststart', '-f', 'mp4'],
  m4a: [...sound, ...aac, '-movflags', '+faststart', '-f', 'ipod'],
  mp3: [...sound, '-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3'],
};

const memory = 2 * 1024 ** 3;
/** How often the machine is looked at while ffmpeg runs, in ms. */
const lookMs = 1_000;

/**
 * Makes a file of another kind from the WebM of a recording, with ffmpeg in the sandbox of the converter.
 * @returns the path of the file
 * @throws CopyFailed; the reason of the signal
 */
export async function convertFilm(options: ConvertOptions): Promise<string> {
  const { ffmpeg, kind, source, sourceBytes, folder, duration, courtesy, signal, onShare } = options;
  const path = join(folder, `film.${kind}`);
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  let fault: unknown;
  const onLine = (line: string) => {
    const [, microseconds] = /^out_time_us=(\d+)$/.exec(line) ?? [];
    if (microseconds === undefined || duration === 0) return;
    const share = Math.min(1, Number(microseconds) / 1_000 / duration);
    inBackground(onShare(share), (error) => {
      fault ??= error;
      over.abort();
    });
  };
  const milliseconds = 10 * 60_000 + 30 * duration;
  const ending = await runShielded({
    program: ffmpeg,
    args: [...reading, source, '-map_metadata', '-1', '-threads', '1', ...written[kind], path],
    folder,
    readable: [source],
    milliseconds,
    cpuSeconds: Math.ceil(milliseconds / 1_000),
    memory,
    fileSize: 64 * 1024 ** 2 + 4 * sourceBytes,
    onLine,
    onBegun: (begun) => inBackground(standBack(begun, courtesy, both), () => undefined),
    signal: both,
  }).finally(() => over.abort());
  signal.throwIfAborted();
  if (fault !== undefined) throw fault;
  if (ending.how === 'late') throw new CopyFailed('time', 'ffmpeg took too long.');
  if (ending.how !== 'done' || ending.code !== 0)
    throw new CopyFailed('fault', `ffmpeg failed: ${JSON.stringify(ending)}`);
  return path;
}

/** Lets ffmpeg stand while it would hurt a meeting. Ends by the signal. */
async function standBack({ halt }: ShieldedProcess, courtesy: Courtesy, signal: AbortSignal): Promise<void> {
  for (;;) {
    await courtesy.pause(lookMs, signal);
    halt(await courtesy.isBusy());
  }
}
