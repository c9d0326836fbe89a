import { createReadStream } from 'node:fs';
import express, { type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import {
  type PictureAnswer,
  type PictureRefusal,
  pictureRefusals,
  picturesPath,
} from '@plenum/shared/features/whiteboard/picture';
import type { Converter, DrawnPicture } from '../../conversion/Converter.ts';
import { Refused } from '../../conversion/Refused.ts';
import { mayDraw } from '../../features/whiteboard/rights.ts';
import { serveWhiteboard } from '../../features/whiteboard/whiteboard.ts';
import type { Rooms } from '../../room/Rooms.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import type { Tickets } from '../tickets.ts';
import { limitPerAddress, ownOriginOnly } from './guards.ts';
import { receiveParts } from './presentations/receive.ts';
import { ownerOf, requireSeated, type Seated } from './seated.ts';

/** What the route of the boards' pictures needs. */
export interface BoardPictureOptions {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
  readonly files: FileStore;
  readonly converter: Converter;
  readonly publicHost: string | undefined;
}

interface Bringing extends Seated {
  readonly request: Request;
  /** Whoever brings it has gone away. */
  readonly gone: AbortSignal;
}

/** `POST /rooms/:id/board/pictures` with the bare bytes: drawn anew and kept, for shapes to show. */
export function boardPictureRoutes(options: BoardPictureOptions): express.Router {
  const { rooms, tickets, publicHost } = options;
  const router = express.Router();
  const uploads = new RateLimiterMemory({ points: 20, duration: 60 });

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
        await uploads.consume(`${seated.room.id}/${seated.member.id}`).catch(() => {
          throw new Refused('busy');
        });
        response.status(201).json(await bring(options, { ...seated, request, gone: gone.signal }));
      } catch (error) {
        if (gone.signal.aborted) return;
        // What was not read is not read any more.
        if (!request.complete) response.setHeader('Connection', 'close');
        if (!(error instanceof Refused)) throw error;
        response.status(200).json({ refused: refusalOf(error) } satisfies PictureAnswer);
      }
    },
  );

  return router;
}

function bring(options: BoardPictureOptions, { request, gone, room, member }: Bringing): Promise<PictureAnswer> {
  const bytes = Number(request.headers['content-length']);
  if (!(bytes > 0)) throw new Refused('broken', 'no length was said');
  if (bytes > limits.boardPictureBytes) throw new Refused('bytes');
  return options.converter.inFolder(async (folder) => {
    const [path = ''] = await receiveParts(request, [bytes], folder);
    const sent = { path, name: '' };
    const drawn = await options.converter.picture({
      by: ownerOf({ room, member }),
      file: sent,
      folder,
      signal: gone,
      longSide: limits.boardPictureSide,
    });
    gone.throwIfAborted();
    return keep(options.files, { room, member }, drawn);
  });
}

async function keep(files: FileStore, { room, member }: Seated, drawn: DrawnPicture): Promise<PictureAnswer> {
  const bounds = { maxBytes: limits.roomBytes, quotaBytes: limits.roomBytes };
  const { id: file } = await files.put(room.id, createReadStream(drawn.path), bounds);
  try {
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
