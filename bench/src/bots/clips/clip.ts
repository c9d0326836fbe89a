import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const Clip = z.object({
  /** Frames of video, or packets of sound. */
  unitsPerSecond: z.number(),
  /** Base64. The first frame of video is the only one that needs none before it. */
  frames: z.array(z.string()),
});
export type Clip = z.infer<typeof Clip>;

/** What bots send over and over, encoded once by `make.ts`. */
export function readClip(name: 'camera' | 'screen' | 'tone'): {
  readonly unitsPerSecond: number;
  readonly frames: readonly Buffer[];
} {
  const text = readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8');
  const { unitsPerSecond, frames } = Clip.parse(JSON.parse(text));
  return { unitsPerSecond, frames: frames.map((frame) => Buffer.from(frame, 'base64')) };
}
