import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId, RoomId } from '@plenum/shared/core/ids';
import { kindOf } from '../../conversion/sniff.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';

/** The type of a picture by its first bytes; of anything else, that it is bytes. */
export async function pictureType(files: FileStore, room: RoomId, file: FileId): Promise<string> {
  const head = await files.head(room, file, 64);
  const kind = head && kindOf(head, '');
  return kind?.kind === 'picture' ? `image/${kind.type}` : 'application/octet-stream';
}

interface Sending {
  readonly files: FileStore;
  readonly room: RoomId;
  readonly file: FileId;
  readonly type: string;
}

/** Sends a file in a way that no browser runs it, shows it as a page, or keeps it without asking again. */
export async function sendFile(response: Response, { files, room, file, type }: Sending): Promise<void> {
  const opened = await files.open(room, file);
  if (!opened) throw new AppError('notFound', 'There is no such file.');
  response.set({
    'Content-Type': type,
    'Content-Length': String(opened.bytes),
    'Content-Disposition': 'attachment',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-cache',
    ETag: `"${file}"`,
    Vary: 'Authorization',
  });
  await pipeline(opened.stream, response).catch((error: unknown) => {
    // Whoever asked has gone away: nobody is left to tell.
    if (!response.closed) throw error;
  });
}
