import { bringPresentation, presentationPart } from '@plenum/shared/api/slides/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import { findPage, pageWidth, type Presentation, slides, steepestPage } from '@plenum/shared/features/slides/contract';
import type { Refusal, UploadLine } from '@plenum/shared/features/slides/upload';
import { Refused } from '../../conversion/Refused.ts';
import { mayHave } from '../../files/ownership.ts';
import { bringing, type FileEndpoint, giving } from '../../files/ports.ts';
import { releases } from '../../files/released.ts';
import { keepPresentation } from './keep.ts';
import { maySave } from './owner.ts';
import { serveSlides } from './slides.ts';

export const slideReleases = releases(slides);

/** Uploads become presentations. All members get the pages; the document itself only members who may save it. */
export const slideFiles: readonly FileEndpoint[] = [
  bringing(bringPresentation, {
    async take(upload) {
      const { query, room, member, say, gone } = upload;
      const sizes = query.sizes.split(',').map(Number);
      if (sizes.reduce((sum, size) => sum + size, 0) > slidesLimits.presentationBytes) throw new Refused('bytes');
      return upload.apart(sizes, async (parts) => {
        say({ stage: 'waiting' });
        const made = await parts.pages({
          name: query.name,
          page: { width: pageWidth, steepest: steepestPage },
          onPlace: (place) => say({ stage: 'waiting', place }),
          onProgress: (page, of) =>
            say({ stage: 'converting', ...(page !== undefined && { page }), ...(of && { of }) }),
        });
        gone.throwIfAborted();
        const presentation = await keepPresentation(upload, { name: query.name, by: member.id }, made);
        await room.settle(serveSlides, { presentation: { ...presentation, by: member.id } });
        return { stage: 'done', presentation: presentation.id };
      });
    },
    refused(error): UploadLine | undefined {
      const reason = reasonOf(error);
      return reason && { stage: 'refused', reason };
    },
  }),
  giving(presentationPart, ({ params, room, member }) => {
    const found = room.committed(slides).presentations.find(({ id }) => id === params.presentation);
    const wanted = found && partOf(found, params.part);
    if (!wanted) throw new AppError('notFound', 'This presentation has no such file.');
    const isFree = params.part !== 'original' || maySave(found, member);
    if (!isFree || !mayHave(serveSlides, { room, member }, wanted.file)) {
      throw new AppError('forbidden', 'You may not save this file.');
    }
    return { ...wanted, cache: 'askFirst' };
  }),
];

interface Part {
  readonly file: FileId;
  /** Absent for pictures: their type is read from their first bytes. */
  readonly type?: string;
}

/** Finds a part of a presentation. @param part `file`, `original`, or the number of a page */
function partOf(presentation: Presentation, part: string): Part | undefined {
  const { file, original } = presentation;
  if (part === 'original' && original?.file) return { file: original.file, type: 'application/octet-stream' };
  if (part === 'file' || part === 'original') return file === undefined ? undefined : { file, type: 'application/pdf' };
  const picture = findPage([presentation], `${presentation.id}.${part}`)?.page.picture;
  return picture === undefined ? undefined : { file: picture };
}

/** Returns why an upload was refused; undefined for a fault of the server. */
export function reasonOf(error: unknown): Refusal | undefined {
  if (error instanceof Refused) return error.reason;
  if (!(error instanceof AppError)) return undefined;
  if (error.bound === 'bytes') return 'bytes';
  if (error.code === 'full') return 'full';
  if (error.code === 'limited') return 'busy';
  return error.code === 'forbidden' || error.code === 'closed' ? 'forbidden' : undefined;
}
