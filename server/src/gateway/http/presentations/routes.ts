import express from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import { findPage, type Presentation, slides } from '@plenum/shared/features/slides/contract';
import { UploadQuery } from '@plenum/shared/features/slides/upload';
import type { Rooms } from '../../../room/Rooms.ts';
import { maySave } from '../../../features/slides/owner.ts';
import { serveSlides } from '../../../features/slides/slides.ts';
import type { Tickets } from '../../tickets.ts';
import { limitPerAddress, limitPerson, ownOriginOnly } from '../guards.ts';
import { mayHave } from '../ownership.ts';
import { requireSeated } from '../seated.ts';
import { pictureType, sendFile } from '../sendFile.ts';
import type { UploadBudget } from '../UploadBudget.ts';
import { answerUpload, type UploadParts } from './upload.ts';

/** What the routes of presentations need. */
export interface PresentationRoutesOptions extends UploadParts {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
  readonly budget: UploadBudget;
  readonly publicHost: string | undefined;
}

/** One person's uploads: three a minute in the long run, some at once when a meeting is prepared. */
const uploadsAtOnce = 12;
const uploadsSeconds = 240;

/** Upload a presentation; get its file, its pictures, or what was uploaded. For members of the room alone. */
export function presentationRoutes(options: PresentationRoutesOptions): express.Router {
  const { rooms, tickets, publicHost, files } = options;
  const router = express.Router();
  const limitUploads = limitPerson(uploadsAtOnce, uploadsSeconds, 'Too many uploads in a short time.');

  router.post(
    '/rooms/:id/presentations',
    ownOriginOnly(publicHost),
    limitPerAddress(120),
    async (request, response) => {
      const seated = await requireSeated(request, rooms, tickets);
      if (!seated.member.abilities.includes('slideUpload')) {
        throw new AppError('forbidden', 'You may not add presentations here.');
      }
      const query = UploadQuery.safeParse(request.query);
      const sizes = query.success ? query.data.sizes.split(',').map(Number) : [];
      if (!query.success || sizes.length > limits.picturesPerUpload) throw new AppError('invalid', 'Not understood.');
      await limitUploads(seated.member);
      const meter = await options.budget.open(request, seated);
      await answerUpload(options, { ...seated, request, response, meter, name: query.data.name, sizes });
    },
  );

  router.get('/rooms/:id/presentations/:presentation/:part', limitPerAddress(2_400), async (request, response) => {
    const { room, member } = await requireSeated(request, rooms, tickets);
    const { presentation: id } = request.params;
    const part = String(request.params['part']);
    const { presentations } = room.committed(slides);
    const found = presentations.find((one) => one.id === id);
    const wanted = found && partOf(found, part);
    if (!wanted) throw new AppError('notFound', 'There is no such file.');
    const isFree = part !== 'original' || maySave(found, member);
    if (!isFree || !mayHave(serveSlides, { room, member }, wanted.file)) {
      throw new AppError('forbidden', 'This file is not to be saved.');
    }
    if (request.headers['if-none-match'] === `"${wanted.file}"`) {
      response.status(304).set('Cache-Control', 'private, no-cache').end();
      return;
    }
    const type = wanted.type ?? (await pictureType(files, room.id, wanted.file));
    await sendFile(response, { files, room: room.id, file: wanted.file, type });
  });

  return router;
}

interface Part {
  readonly file: FileId;
  /** Left out for pictures: their first bytes say it. */
  readonly type?: string;
}

/** `file`, `original`, or the number of a page. */
function partOf(presentation: Presentation, part: string): Part | undefined {
  const { file, original } = presentation;
  if (part === 'original' && original?.file) return { file: original.file, type: 'application/octet-stream' };
  if (part === 'file' || part === 'original') return file === undefined ? undefined : { file, type: 'application/pdf' };
  const picture = findPage([presentation], `${presentation.id}.${part}`)?.page.picture;
  return picture === undefined ? undefined : { file: picture };
}
