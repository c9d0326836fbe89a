import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** The names in an archive: its table of contents, the database in one of two forms, the files of rooms, and recordings. */
export const archiveNames = {
  manifest: 'manifest.json',
  sqlite: 'plenum.db',
  postgres: 'plenum.dump',
  files: 'files',
  recordings: 'recordings',
};

const Entry = z.object({
  /** Relative to the archive, with `/`. */
  path: z.string(),
  bytes: z.int().check(z.minimum(0)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
type Entry = z.infer<typeof Entry>;

/** The table of contents of an archive. */
export const Manifest = z.object({
  format: z.literal(1),
  /** The version of Plenum that made the archive. */
  plenum: z.string(),
  /** When the state was that of the archive: ISO 8601. */
  madeAt: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  entries: z.array(Entry),
});
export type Manifest = z.infer<typeof Manifest>;

/** Returns every file below a folder but the table of contents, with size and hash, sorted by path. */
export async function entriesOf(folder: string): Promise<Entry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.flatMap((one) => (one.isDirectory() ? [] : [join(one.parentPath, one.name)]));
  const names = paths.map((path) => path.slice(folder.length + 1).replaceAll('\\', '/'));
  const entries: Entry[] = [];
  for (const path of names.filter((name) => name !== archiveNames.manifest).toSorted(byText)) {
    const whole = join(folder, path);
    entries.push({ path, bytes: (await stat(whole)).size, sha256: await hashOf(whole) });
  }
  return entries;
}

/** Returns the paths that differ between what an archive must have and what it has: missing, added or changed. */
export function differences(expected: readonly Entry[], found: readonly Entry[]): string[] {
  const textOf = ({ path, bytes, sha256 }: Entry) => `${path}\n${bytes}\n${sha256}`;
  const [one, two] = [new Set(expected.map(textOf)), new Set(found.map(textOf))];
  const differing = [
    ...expected.filter((entry) => !two.has(textOf(entry))),
    ...found.filter((entry) => !one.has(textOf(entry))),
  ];
  return [...new Set(differing.map(({ path }) => path))];
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
