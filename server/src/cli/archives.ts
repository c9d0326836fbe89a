import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { AppError } from '@plenum/shared/core/errors';
import { Imported, ImportedRecording } from '../control/protocol.ts';
import { order, orderBytes } from '../control/order.ts';

/** Says how many bytes went by, to a person who waits. */
export type Progress = (bytes: number) => void;

/** What is exported: the address of a space, or the id of a recording. */
type Exported = { readonly space: string } | { readonly recording: string };

function addressOf(what: Exported): string {
  if ('space' in what) {
    if (!/^[a-z0-9-]{1,40}$/.test(what.space))
      throw new AppError('invalid', `"${what.space}" is no address of a space.`);
    return `/spaces/${what.space}/archive`;
  }
  if (!/^[\w-]{1,40}$/.test(what.recording)) {
    throw new AppError('invalid', `"${what.recording}" is no id of a recording.`);
  }
  return `/recordings/${what.recording}/archive`;
}

/** Writes an archive to a file, which gets its name when it is whole and on the disk. @returns its bytes */
export async function exportTo(data: string, what: Exported, archive: string, progress: Progress): Promise<number> {
  const address = addressOf(what);
  await requireNew(archive);
  const unfinished = `${archive}.part`;
  try {
    const bytes = await write(unfinished, await orderBytes(data, address), progress);
    await rename(unfinished, archive);
    return bytes;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function write(path: string, source: AsyncIterable<Buffer>, progress: Progress): Promise<number> {
  const file = await open(path, 'w', 0o600).catch((error: unknown) => {
    throw new AppError('unavailable', `${path} cannot be written: ${String(error)}`);
  });
  let bytes = 0;
  try {
    for await (const chunk of source) {
      await file.writeFile(chunk);
      progress((bytes += chunk.length));
    }
    await file.sync();
  } catch (error) {
    throw new AppError('unavailable', `The archive was not completed: ${wordsOf(error)}. Export it again.`);
  } finally {
    await file.close();
  }
  return bytes;
}

/** Sends an archive to the server. */
export async function importFrom(
  data: string,
  archive: string,
  { owner, slug, progress }: { readonly owner: string; readonly slug: string | undefined; readonly progress: Progress },
) {
  const query = new URLSearchParams({ owner, ...(slug !== undefined && { slug }) });
  const bytes = read(archive, progress);
  return Imported.parse(await order(data, 'POST', `/spaces?${query.toString()}`, { bytes }));
}

/** Sends the archive of a recording to the server, into a space. */
export async function importRecordingFrom(data: string, archive: string, slug: string, progress: Progress) {
  if (!/^[a-z0-9-]{1,40}$/.test(slug)) throw new AppError('invalid', `"${slug}" is no address of a space.`);
  const bytes = read(archive, progress);
  return ImportedRecording.parse(await order(data, 'POST', `/spaces/${slug}/recordings`, { bytes }));
}

async function* read(archive: string, progress: Progress): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(archive)) {
      yield chunk as Buffer;
      progress((bytes += (chunk as Buffer).length));
    }
  } catch (error) {
    throw new AppError('notFound', `${archive} cannot be read: ${wordsOf(error)}.`);
  }
}

async function requireNew(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found) throw new AppError('conflict', `${path} exists already. Choose another name.`);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
