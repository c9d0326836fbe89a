import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { importSuffix } from '../files/RecordingFiles.ts';

/** An import takes less time than this, also on another node with the same folder; in ms. */
const longestMs = 24 * 3_600_000;

/** Removes what is left of imports in whose middle the server died. @param now epoch ms */
export async function sweepImports(root: string, now: number): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names.filter((one) => one.endsWith(importSuffix))) {
    const found = await stat(join(root, name)).catch(() => undefined);
    if (found && now - found.mtimeMs > longestMs) await rm(join(root, name), { recursive: true, force: true });
  }
}
