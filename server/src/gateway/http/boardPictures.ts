import { createReadStream } from 'node:fs';
import express, { type Request, type Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { picturesPath, whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type PictureAnswer, type PictureRefusal, pictureRefusals } from '@plenum/shared/features/whiteboard/picture';
import type { Converter, DrawnPicture } from '../../conversion/Converter.ts';
import { Refused } from '../../conversion/Refused.ts';
import { mayDraw } from '../../features/whiteboard/rights.ts';
import { serveWhiteboard } from '../../features/whiteboard/whiteboard.ts';
import type { Rooms } from '../../room/Rooms.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import type { Tickets } from '../tickets.ts';
import { limitPerAddress, limitPerson, ownOriginOnly } from './guards.ts';
import { requireFile } from './ownership.ts';
import { receiveParts } from './presentations/receive.ts';
import { ownerOf, requireSeated, type Seated } from './seated.ts';
import { pictureType, sendFile } from './sendFile.ts';
import type { UploadBudget, UploadMeter } from './UploadBudget.ts';

/** What the route of the boards' pictures needs. */
export interface BoardPictureOptions {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
  readonly files: FileStore;
  readonly converter: Converter;
  readonly budget: UploadBudget;
  readonly publicHost: string | undefined;
}

interface Bringing extends Seated {
  readonly request: Request;
  readonly meter: UploadMeter;
  /** Whoever brings it has gone away. */
  readonly gone: AbortSignal;
}

/**
 * `POST /rooms/:id/board/pictures` with the bare bytes: drawn anew and kept, for shapes to show. `GET` with a file behind
 * it gives it to those who see such a shape.
 */
export function boardPictureRoutes(options: BoardPictureOptions): express.Router {
  const { rooms, tickets, publicHost } = options;
  const router = express.Router();
  const limitUploads = limitPerson(20, 60, 'Too many pictures at once. Try again in a minute.');

  router.post(
    `/rooms/:id/${picturesPath}`,
    ownOriginOnly(publicHost),
    limitPerAddress(240),
    async (request: Request, response: Response) => {
      const seated = await requireSeated(request, rooms, tickets);
      if (!mayDraw(seated.room.committed(whiteboard), seated.member)) {
        throw new AppError('forbidden', 'Drawing is switched off for you.');
      }
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      try {
        await limitUploads(seated.member);
        const meter = await options.budget.open(request, seated);
        response.status(201).json(await bring(options, { ...seated, request, meter, gone: gone.signal }));
      } catch (error) {
        if (gone.signal.aborted) return;
        // What was not read is not read any more.
        if (!request.complete) response.setHeader('Connection', 'close');
        if (!(error instanceof Refused)) throw error;
        response.status(200).json({ refused: refusalOf(error) } satisfies PictureAnswer);
      }
    },
  );

  router.get(
    `/rooms/:id/${picturesPath}/:file`,
    limitPerAddress(2_400),
    async (request: Request, response: Response) => {
      const seated = await requireSeated(request, rooms, tickets);
      const file = requireFile(serveWhiteboard, seated, request.params['file']);
      const { files } = options;
      const room = seated.room.id;
      await sendFile(response, { files, room, file, type: await pictureType(files, room, file) });
    },
  );

  return router;
}

function bring(options: BoardPictureOptions, { request, meter, gone, room, member }: Bringing): Promise<PictureAnswer> {
  const bytes = Number(request.headers['content-length']);
  if (!(bytes > 0)) throw new Refused('broken', 'no length was said');
  if (bytes > limits.boardPictureBytes) throw new Refused('bytes');
  return options.converter.inFolder(async (folder) => {
    const [path = ''] = await receiveParts(meter.read(request), [bytes], folder);
    const sent = { path, name: '' };
    const drawn = await options.converter.picture({
      by: ownerOf({ room, member }),
      file: sent,
      folder,
      signal: gone,
      longSide: limits.boardPictureSide,
    });
    gone.throwIfAborted();
    return keep(options.files, { room, member, meter }, drawn);
  });
}

async function keep(
  files: FileStore,
  { room, member, meter }: Seated & Pick<Bringing, 'meter'>,
  drawn: DrawnPicture,
): Promise<PictureAnswer> {
  const bounds = { maxBytes: limits.roomBytes, quotaBytes: limits.roomBytes };
  const { id: file, bytes } = await files.put(room.id, createReadStream(drawn.path), bounds);
  try {
    meter.keep(bytes);
    await room.settle(serveWhiteboard, { member: member.id, file });
  } catch (error) {
    await files.remove(room.id, file);
    throw error;
  }
  return { file, width: drawn.width, height: drawn.height };
}

function refusalOf({ reason }: Refused): PictureRefusal {
  return pictureRefusals.find((one) => one === reason) ?? 'broken';
}
