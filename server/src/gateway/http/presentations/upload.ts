import type { Request, Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { filesOf } from '@plenum/shared/features/slides/contract';
import type { Refusal, UploadLine } from '@plenum/shared/features/slides/upload';
import type { Converter } from '../../../conversion/Converter.ts';
import { Refused } from '../../../conversion/Refused.ts';
import type { Converted as ConvertedFact } from '../../../features/slides/slides.ts';
import type { Slice } from '../../../room/serve.ts';
import type { FileStore } from '../../../storage/files/FileStore.ts';
import { ownerOf, type Seated } from '../seated.ts';
import type { UploadMeter } from '../UploadBudget.ts';
import { keepPresentation } from './keep.ts';
import { receiveParts } from './receive.ts';

/** What an upload needs beside the request. */
export interface UploadParts {
  readonly files: FileStore;
  readonly converter: Converter;
  readonly slides: Slice<ConvertedFact>;
  readonly newId: () => string;
  readonly failed: (what: string, error: unknown) => void;
}

interface Upload extends Seated {
  readonly request: Request;
  readonly response: Response;
  readonly meter: UploadMeter;
  readonly name: string;
  readonly sizes: readonly number[];
}

/** Takes an upload, has it converted, and answers line by line; the last line says how it ended. Never throws. */
export async function answerUpload(parts: UploadParts, upload: Upload): Promise<void> {
  const { response, request } = upload;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const say = (line: UploadLine) => {
    if (!response.headersSent) {
      response.status(200).set({
        'Content-Type': 'application/x-ndjson; charset=utf-8',
        'Cache-Control': 'no-store',
        // What a proxy holds back is no progress.
        'X-Accel-Buffering': 'no',
      });
    }
    if (!gone.signal.aborted) response.write(`${JSON.stringify(line)}\n`);
  };
  try {
    say({ stage: 'done', presentation: await take(parts, upload, { signal: gone.signal, say }) });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) {
      if (!gone.signal.aborted) parts.failed('an upload', error);
      // It is nobody's file that is at fault: to the sender this is a connection that broke off.
      response.destroy();
      return;
    }
    // What was not read is not read any more.
    if (!request.complete) response.setHeader('Connection', 'close');
    say({ stage: 'refused', reason });
  }
  response.end();
}

interface Progress {
  readonly signal: AbortSignal;
  readonly say: (line: UploadLine) => void;
}

async function take(parts: UploadParts, upload: Upload, { signal, say }: Progress): Promise<string> {
  const { converter, files, slides, newId } = parts;
  const { room, member, request, meter, name, sizes } = upload;
  if (sizes.reduce((sum, size) => sum + size, 0) > limits.presentationBytes) throw new Refused('bytes');
  return converter.inFolder(async (folder) => {
    const paths = await receiveParts(meter.read(request), sizes, folder);
    say({ stage: 'waiting' });
    const made = await converter.convert({
      files: paths.map((path) => ({ path, name })),
      folder,
      signal,
      by: ownerOf({ room, member }),
      onPlace: (place) => say({ stage: 'waiting', place }),
      onProgress: (page, of) => say({ stage: 'converting', ...(page !== undefined && { page }), ...(of && { of }) }),
    });
    signal.throwIfAborted();
    const presentation = await keepPresentation(
      { files, meter, room: room.id, id: newId(), name, by: member.id },
      made,
    );
    try {
      await room.settle(slides, { presentation });
    } catch (error) {
      await Promise.all(filesOf(presentation).map((id) => files.remove(room.id, id)));
      throw error;
    }
    return presentation.id;
  });
}

function reasonOf(error: unknown): Refusal | undefined {
  if (error instanceof Refused) return error.reason;
  if (!(error instanceof AppError)) return undefined;
  if (error.code === 'full') return 'full';
  if (error.code === 'limited') return 'busy';
  return error.code === 'forbidden' || error.code === 'closed' ? 'forbidden' : undefined;
}
