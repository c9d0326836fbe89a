import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const Clip = z.object({
  /** Video frames or audio packets. */
  unitsPerSecond: z.number(),
  /** Base64. The first video frame is the only key frame. */
  frames: z.array(z.string()),
});
export type Clip = z.infer<typeof Clip>;

/** A clip that bots repeat; `make.ts` encoded it once. */
export function readClip(name: 'camera' | 'screen' | 'tone'): {
  readonly unitsPerSecond: number;
  readonly frames: readonly Buffer[];
} {
  const text = readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8');
  const { unitsPerSecond, frames } = Clip.parse(JSON.parse(text));
  return { unitsPerSecond, frames: frames.map((frame) => Buffer.from(frame, 'base64')) };
}
