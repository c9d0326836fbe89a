import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../../conversion/Refused.ts';

/** Splits a body of several concatenated files and writes them into a folder; returns their paths. @throws Refused */
export async function receiveParts(
  body: AsyncIterable<Buffer>,
  sizes: readonly number[],
  folder: string,
): Promise<string[]> {
  const paths = sizes.map((_size, index) => join(folder, `sent-${index + 1}`));
  let part = 0;
  let left = sizes[0] ?? 0;
  let file: FileHandle | undefined;
  try {
    for await (let chunk of body) {
      while (chunk.length > 0) {
        const path = paths[part];
        if (path === undefined) throw new Refused('bytes', 'more came than was said');
        file ??= await open(path, 'wx', 0o600);
        const mine = chunk.subarray(0, left);
        await file.writeFile(mine);
        chunk = chunk.subarray(mine.length);
        left -= mine.length;
        if (left > 0) continue;
        await file.close();
        file = undefined;
        part += 1;
        left = sizes[part] ?? 0;
      }
    }
  } finally {
    await file?.close();
  }
  if (part < sizes.length) throw new Refused('broken', 'less came than was said');
  return paths;
}
