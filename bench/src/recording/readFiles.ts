import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webmFrames } from '@plenum/client/e2e/support/webmFrames';
import type { Manifest } from '@plenum/shared/api/recording/contract';
import { type Stamp, stampOf, stampOfPicture } from '../bots/payloads.ts';

/** One frame of a recording: its time in the recording, when the bot sent it in epoch ms, and its place among those it sent. */
export interface Sent {
  readonly at: number;
  readonly sentAt: number;
  readonly by: number;
  readonly count: number;
}

/** What one stream of a bot has in the files of a recording. */
export interface Written {
  readonly member: string;
  readonly source: string;
  readonly frames: readonly Sent[];
  /** Frames that the bot sent between the first and the last one, and that are not in the files. */
  readonly missing: number;
}

type Stretches = Pick<Manifest, 'streams'>['streams'];

/** Reads the files of a recording from the disk. Silence that fills a gap has no stamp, so it is no frame. */
export async function readFiles(folder: string, stretches: Stretches): Promise<readonly Written[]> {
  const found = new Map<string, Sent[]>();
  for (const { file, member, source, codec, from } of stretches) {
    const bytes = new Uint8Array(await readFile(join(folder, 'streams', file)));
    const frames = found.get(`${member} ${source}`) ?? [];
    found.set(`${member} ${source}`, frames);
    for (const { time, data } of webmFrames(bytes)) {
      const stamp: Stamp | undefined = (codec === 'opus' ? stampOf : stampOfPicture)(Buffer.from(data));
      if (stamp) frames.push({ at: from + time, sentAt: stamp.at, by: stamp.by, count: stamp.count });
    }
  }
  return [...found].map(([key, frames]) => {
    const [member = '', source = ''] = key.split(' ');
    return { member, source, frames, missing: missingIn(frames) };
  });
}

/**
 * How many frames a stream lacks, by the counts of its neighbours. The times of sending do not tell: a bot whose process waited
 * sends two frames at once, or leaves some out. Another layer of a camera is another sender, with a count of its own.
 */
export function missingIn(frames: readonly Sent[]): number {
  return frames.reduce((sum, { by, count }, index) => {
    const before = frames[index - 1];
    return before?.by === by ? sum + Math.max(0, count - before.count - 1) : sum;
  }, 0);
}

/** For each picture of a talking member: how far it is from the voice of the same time, in ms. */
export function skews(written: readonly Written[]): number[] {
  return written.flatMap(({ member, source, frames }) => {
    const voice = written.find((one) => one.member === member && one.source === 'mic');
    if (source !== 'camera' || !voice || voice.frames.length < 50) return [];
    let next = 0;
    return frames.flatMap(({ at, sentAt }) => {
      while (next < voice.frames.length && (voice.frames[next]?.sentAt ?? 0) < sentAt) next += 1;
      const beside = voice.frames[next];
      return beside ? [Math.abs(at - sentAt - (beside.at - beside.sentAt))] : [];
    });
  });
}
