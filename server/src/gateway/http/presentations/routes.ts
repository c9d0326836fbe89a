import express from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import { findPage, type Presentation, slides } from '@plenum/shared/features/slides/contract';
import { UploadQuery } from '@plenum/shared/features/slides/upload';
import type { Rooms } from '../../../room/Rooms.ts';
import { isOwnOrigin } from '../../origin.ts';
import type { Tickets } from '../../tickets.ts';
import { requireSeated } from '../seated.ts';
import { pictureType, sendFile } from '../sendFile.ts';
import { answerUpload, type UploadParts } from './upload.ts';

/** What the routes of presentations need. */
export interface PresentationRoutesOptions extends UploadParts {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
  readonly publicHost: string | undefined;
}

/** One person's uploads: three a minute in the long run, some at once when a meeting is prepared. */
const uploadsAtOnce = 12;
const uploadsSeconds = 240;

/** Upload a presentation; get its file, its pictures, or what was uploaded. For members of the room alone. */
export function presentationRoutes(options: PresentationRoutesOptions): express.Router {
  const { rooms, tickets, publicHost, files } = options;
  const router = express.Router();
  const limiter = new RateLimiterMemory({ points: uploadsAtOnce, duration: uploadsSeconds });

  router.post('/rooms/:id/presentations', async (request, response) => {
    if (!isOwnOrigin(request, publicHost)) throw new AppError('forbidden', 'Foreign origin.');
    const seated = await requireSeated(request, rooms, tickets);
    if (!seated.member.abilities.includes('slideUpload')) {
      throw new AppError('forbidden', 'You may not add presentations here.');
    }
    const query = UploadQuery.safeParse(request.query);
    const sizes = query.success ? query.data.sizes.split(',').map(Number) : [];
    if (!query.success || sizes.length > limits.picturesPerUpload) throw new AppError('invalid', 'Not understood.');
    try {
      await limiter.consume(`${seated.room.id}/${seated.member.id}`);
    } catch {
      throw new AppError('limited', 'Too many uploads in a short time.');
    }
    await answerUpload(options, { ...seated, request, response, name: query.data.name, sizes });
  });

  router.get('/rooms/:id/presentations/:presentation/:part', async (request, response) => {
    const { room, member } = await requireSeated(request, rooms, tickets);
    const { presentation: id, part } = request.params;
    const { presentations } = room.committed(slides);
    const found = presentations.find((one) => one.id === id);
    const wanted = found && partOf(found, part);
    if (!wanted) throw new AppError('notFound', 'There is no such file.');
    if (part === 'original' && !found.download && !member.abilities.includes('slideUpload')) {
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
  if (part === 'original' && original) return { file: original.file, type: 'application/octet-stream' };
  if (part === 'file' || part === 'original') return file === undefined ? undefined : { file, type: 'application/pdf' };
  const picture = findPage([presentation], `${presentation.id}.${part}`)?.page.picture;
  return picture === undefined ? undefined : { file: picture };
}
