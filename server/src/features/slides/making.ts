import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { pageWidth, type Presentation, steepestPage } from '@plenum/shared/features/slides/contract';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { Refusal } from '@plenum/shared/features/slides/refusals';
import type { UploadLine, UploadQuery } from '@plenum/shared/features/slides/upload';
import type * as z from 'zod/mini';
import { Refused } from '../../conversion/Refused.ts';
import type { Upload } from '../../files/ports.ts';
import { keepPresentation } from './keep.ts';

interface SlideUpload extends Pick<Upload, 'apart' | 'keep' | 'gone' | 'newId'> {
  readonly query: z.infer<typeof UploadQuery>;
  readonly say: (line: UploadLine) => void;
}

/**
 * Converts an upload and stores its files. @param by absent for slides that are prepared before a meeting
 * @throws AppError, Refused
 */
export async function makeSlides(upload: SlideUpload, by?: MemberId): Promise<Presentation> {
  const { query, say, gone } = upload;
  const sizes = query.sizes.split(',').map(Number);
  if (sizes.reduce((sum, size) => sum + size, 0) > slidesLimits.presentationBytes) throw new Refused('bytes');
  return upload.apart(sizes, async (parts) => {
    say({ stage: 'waiting' });
    const made = await parts.pages({
      name: query.name,
      page: { width: pageWidth, steepest: steepestPage },
      onPlace: (place) => say({ stage: 'waiting', place }),
      onProgress: (page, of) => say({ stage: 'converting', ...(page !== undefined && { page }), ...(of && { of }) }),
    });
    gone.throwIfAborted();
    return keepPresentation(upload, { name: query.name, ...(by !== undefined && { by }) }, made);
  });
}

/** Returns why an upload was refused; undefined for a fault of the server. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refused) return error.reason;
  if (!(error instanceof AppError)) return undefined;
  if (error.bound === 'bytes') return 'bytes';
  if (error.code === 'full') return 'full';
  if (error.code === 'limited') return 'busy';
  return error.code === 'forbidden' || error.code === 'closed' ? 'forbidden' : undefined;
}
