import type { Request, Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { FileStore, PutLimits, StoredFile } from '../../storage/files/FileStore.ts';
import { type FileKind, inspect, inspectedBytes } from '../../storage/files/inspect.ts';
import type { UploadMeter } from './UploadBudget.ts';

/** A file as it was received, and what it is by its content. */
export interface Received extends StoredFile {
  readonly kind: FileKind;
}

/**
 * Keeps the body of a request (the bare bytes of one file) for a room. Nothing is kept when this throws.
 * @throws AppError `invalid`, `full`, `unavailable` as `FileStore.put` does, `limited` by the meter
 */
export async function receiveFile(
  files: FileStore,
  room: RoomId,
  limits: PutLimits,
  { request, response, meter }: { readonly request: Request; readonly response: Response; readonly meter: UploadMeter },
): Promise<Received> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) {
      throw new AppError('invalid', 'This file is too large.');
    }
    const stored = await files.put(room, meter.read(request), limits);
    return { ...stored, kind: await inspect((await files.head(room, stored.id, inspectedBytes)) ?? Buffer.alloc(0)) };
  } catch (error) {
    if (!request.complete) response.setHeader('Connection', 'close');
    throw error;
  }
}
