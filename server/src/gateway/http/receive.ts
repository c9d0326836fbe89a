import type { Request, Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { FileStore, PutLimits, StoredFile } from '../../storage/files/FileStore.ts';
import { type FileKind, inspect, inspectedBytes } from '../../storage/files/inspect.ts';

/** A file as it was received, and what it is by its content. */
export interface Received extends StoredFile {
  readonly kind: FileKind;
}

/**
 * Keeps the body of a request (the bare bytes of one file) for a room. Nothing is kept when this throws.
 * @throws AppError `invalid`, `full`, `unavailable` as `FileStore.put` does
 */
export async function receiveFile(
  files: FileStore,
  room: RoomId,
  limits: PutLimits,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<Received> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) {
      throw new AppError('invalid', 'This file is too large.');
    }
    // A refused request must still be answered: its stream is left alone until the answer is out.
    const source: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    const stored = await files.put(room, source, limits);
    return { ...stored, kind: await inspect((await files.head(room, stored.id, inspectedBytes)) ?? Buffer.alloc(0)) };
  } catch (error) {
    if (!request.complete) response.setHeader('Connection', 'close');
    throw error;
  }
}
