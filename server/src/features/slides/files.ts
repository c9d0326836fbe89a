import { bringPresentation, presentationPart } from '@plenum/shared/api/slides/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import { findPage, type Presentation, slides } from '@plenum/shared/features/slides/contract';
import type { UploadLine } from '@plenum/shared/features/slides/upload';
import { mayHave } from '../../files/ownership.ts';
import { bringing, type FileEndpoint, giving } from '../../files/ports.ts';
import { releases } from '../../files/released.ts';
import { makeSlides, refusalOf } from './making.ts';
import { maySave } from './owner.ts';
import { serveSlides } from './slides.ts';

export const slideReleases = releases(slides);

/** Uploads become presentations. All members get the pages; the document itself only members who may save it. */
export const slideFiles: readonly FileEndpoint[] = [
  bringing(bringPresentation, {
    async take(upload) {
      const { room, member } = upload;
      const presentation = await makeSlides(upload, member.id);
      await room.settle(serveSlides, { presentation: { ...presentation, by: member.id } });
      return { stage: 'done' as const, presentation: presentation.id };
    },
    refused(error): UploadLine | undefined {
      const reason = refusalOf(error);
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
