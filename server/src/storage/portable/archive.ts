import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { archiveBounds, type Format, Manifest, manifestPath } from './format.ts';
import { readTar, tarEnd, type TarEntry, tarHeader, tarPadding } from './tar.ts';

/** The newest version of archives that this server reads. */
const newest = 2;

/** What an archive of each format is of. */
const nouns = { 'plenum-space': 'a space', 'plenum-recording': 'a recording' } as const satisfies Record<
  Format,
  string
>;

/** One file of the archive; `read` gives the same bytes each time, or the export fails. */
export interface Part {
  readonly path: string;
  readonly read: () => AsyncIterable<Buffer>;
}

/** A part whose text is known. */
export function once(text: string): Part['read'] {
  return async function* () {
    yield Buffer.from(text);
  };
}

/** What the table of contents says beside the files. `madeAt`: epoch ms. */
interface About extends Pick<Manifest, 'format' | 'version' | 'plenum'> {
  readonly madeAt: number;
}

/**
 * An archive of these parts. All is read twice: first for the table of contents, which comes first, then for the archive, so that
 * nothing is copied on this disk. The stream fails with `conflict` when a part changed meanwhile.
 */
export async function packed({ madeAt, ...about }: About, parts: readonly Part[]): Promise<Readable> {
  const entries: Manifest['entries'] = [];
  for (const part of parts) entries.push({ path: part.path, ...(await measure(part)) });
  const manifest: Manifest = { ...about, madeAt: new Date(madeAt).toISOString(), entries };
  // Sound and pictures of recordings do not become smaller.
  const level = about.format === 'plenum-recording' ? constants.Z_BEST_SPEED : constants.Z_DEFAULT_COMPRESSION;
  const gzip = createGzip({ level });
  const bytes = Readable.from(archiveOf(manifest, parts));
  bytes.once('error', (error) => gzip.destroy(error));
  return bytes.pipe(gzip);
}

async function measure({ read }: Part): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of read()) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* archiveOf(manifest: Manifest, parts: readonly Part[]): AsyncGenerator<Buffer> {
  const table = Buffer.from(JSON.stringify(manifest, undefined, 1));
  yield tarHeader({ path: manifestPath, bytes: table.length });
  yield table;
  yield tarPadding(table.length);
  for (const [index, { path, read }] of parts.entries()) {
    const promised = manifest.entries[index];
    if (!promised) throw new Error(`The archive has no entry for ${path}.`);
    yield tarHeader({ path, bytes: promised.bytes });
    const hash = createHash('sha256');
    for await (const chunk of read()) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest('hex') !== promised.sha256) throw changed();
    yield tarPadding(promised.bytes);
  }
  yield tarEnd;
}

/** The words for what changes while it is exported. */
export function changed(): AppError {
  return new AppError('conflict', 'It changed while it was read. Export it again.');
}

interface Unpacking {
  readonly format: Format;
  /** The most bytes to which the archive may unpack. */
  readonly mostBytes: number;
}

/**
 * Reads an archive and gives each file of it, in order, whose bytes are checked as they are read.
 * @throws AppError `invalid` with words for the operator; `full` when it unpacks to more than may be; what `take` throws
 */
export async function unpack(
  archive: AsyncIterable<Uint8Array>,
  unpacking: Unpacking,
  take: (entry: TarEntry) => Promise<void>,
): Promise<void> {
  try {
    const entries = readTar(unzipped(archive, unpacking.mostBytes));
    const manifest = await manifestIn(await nextOf(entries), unpacking);
    for (const promised of manifest.entries) {
      const { path, bytes, content } = await nextOf(entries);
      if (path !== promised.path || bytes !== promised.bytes) {
        throw new AppError('invalid', `The archive has something else where "${promised.path}" should be.`);
      }
      const hash = createHash('sha256');
      await take({ path, bytes, content: hashing(content, hash) });
      if (hash.digest('hex') !== promised.sha256) throw damaged(path);
    }
    if (!(await entries.next()).done) throw new AppError('invalid', 'The archive has more than its table of contents.');
  } catch (error) {
    throw isZlibError(error) ? new AppError('invalid', 'The archive is damaged, or is none.') : error;
  }
}

async function manifestIn(entry: TarEntry, { format, mostBytes }: Unpacking): Promise<Manifest> {
  const none = `This is no archive of ${nouns[format]}.`;
  if (entry.path !== manifestPath) {
    const isBackup = entry.path.replace(/^\.\//, '') === 'plenum.db' || entry.path === './';
    const words = isBackup ? ' It may be a backup of a whole server: see "restore".' : '';
    throw new AppError('invalid', none + words);
  }
  const value = parsed(await wholeOf(entry, archiveBounds.manifestBytes));
  const about = z.object({ format: z.literal(format), version: z.number() }).safeParse(value);
  if (about.success && about.data.version > newest) {
    throw new AppError('invalid', 'A newer Plenum made this archive. Update this server first.');
  }
  const manifest = Manifest.safeParse(value);
  if (!manifest.success || !about.success) throw new AppError('invalid', none);
  const bytes = manifest.data.entries.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes > mostBytes) {
    throw new AppError('full', `The archive unpacks to ${bytes} bytes; this server has space for ${mostBytes}.`);
  }
  return manifest.data;
}

/** The unpacked bytes, never many more than allowed: a small archive can unpack to very many. */
async function* unzipped(archive: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feeding = (async () => {
    for await (const chunk of archive) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve).once('close', resolve));
    }
    gunzip.end();
  })();
  feeding.catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  // Headers and padding: at most two blocks a file, and the table of contents.
  const most = mostBytes + archiveBounds.manifestBytes + archiveBounds.entries * 1_024;
  let bytes = 0;
  for await (const chunk of gunzip) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > most) throw new AppError('full', 'The archive unpacks to more than this server has space for.');
    yield chunk as Uint8Array;
  }
}

async function nextOf(entries: AsyncGenerator<TarEntry>): Promise<TarEntry> {
  const { done, value } = await entries.next();
  if (done) throw new AppError('invalid', 'The archive has less than its table of contents.');
  return value;
}

async function* hashing(content: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

/** The text of a small file. @throws AppError `invalid` when it is larger */
export async function wholeOf({ path, bytes, content }: TarEntry, most: number): Promise<string> {
  if (bytes > most) throw new AppError('invalid', `"${path}" is too large.`);
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The lines of a file. @throws AppError `invalid` for a line that is too long, or breaks off */
export async function* linesIn(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of content) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...pieces.splice(0), chunk.subarray(from, end)]).toString();
      [from, length] = [end + 1, 0];
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > archiveBounds.lineBytes) throw new AppError('invalid', 'A line of the archive is too long.');
  }
  if (pieces.length > 0) throw new AppError('invalid', 'The last line of a file of the archive breaks off.');
}

/** A line as its schema has it. @throws AppError `invalid` */
export function lineOf<Line extends z.ZodMiniType>(schema: Line, text: string): z.output<Line> {
  const line = schema.safeParse(parsed(text));
  if (line.success) return line.data;
  const [issue] = line.error.issues;
  throw new AppError('invalid', `A line of the archive is wrong at "${issue?.path.join('.')}".`);
}

/** The value of a JSON text; undefined for a text that is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words for a file that is not what the table of contents says. */
export function damaged(path: string): AppError {
  return new AppError('invalid', `The archive is damaged: "${path}" is not what its table of contents says.`);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
