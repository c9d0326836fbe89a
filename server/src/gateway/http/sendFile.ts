import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { isSafeImage, kindOf, typeBytes } from '../../files/kind.ts';
import type { Granted } from '../../files/ports.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';

/** A file of a room that is sent to a member. */
export interface RoomFile extends Granted {
  readonly room: RoomId;
}

/**
 * Sends a file so that nothing in it can run here: only raster images are sent with their type, unless the feature that
 * made the file states one, and even when opened as a page the file is in a sandbox.
 * @throws AppError `notFound`
 */
export async function sendFile(request: Request, response: Response, files: FileStore, sent: RoomFile): Promise<void> {
  const { room, file, cache } = sent;
  const etag = `"${file}"`;
  const always = {
    'Cache-Control': cache === 'never' ? 'private, no-store' : 'private, no-cache',
    Vary: 'Authorization',
  };
  if (cache === 'askFirst' && request.headers['if-none-match'] === etag) {
    response
      .status(304)
      .set({ ...always, ETag: etag })
      .end();
    return;
  }
  const type = sent.type ?? (await imageType(files, room, file)) ?? 'application/octet-stream';
  const opened = await files.open(room, file);
  if (!opened) throw new AppError('notFound', 'There is no such file.');
  response.set({
    ...always,
    'Content-Type': type,
    'Content-Length': String(opened.bytes),
    'Content-Disposition': sent.inline && isSafeImage(type) ? 'inline' : 'attachment',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    ...(cache === 'askFirst' && { ETag: etag }),
  });
  if (request.method === 'HEAD') {
    opened.stream.destroy();
    response.end();
    return;
  }
  await pipeline(opened.stream, response).catch((error: unknown) => {
    // The client has left: there is no receiver for the error.
    if (!response.closed) throw error;
  });
}

/** The type of a raster image, by its first bytes; undefined for everything else. */
async function imageType(files: FileStore, room: RoomId, file: string): Promise<string | undefined> {
  const head = await files.head(room, file, typeBytes);
  const type = head && (await kindOf(head)).type;
  return isSafeImage(type) ? type : undefined;
}
