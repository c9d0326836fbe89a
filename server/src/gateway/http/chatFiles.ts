import express, { type Request, type Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import type { ChatFile } from '@plenum/shared/features/chat/contract';
import { fileNameOf, imageTypeOf } from '@plenum/shared/features/chat/fileNames';
import { serveChat } from '../../features/chat/chat.ts';
import type { Rooms } from '../../room/Rooms.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { inspect, isSafeImage } from '../../storage/files/inspect.ts';
import type { Tickets } from '../tickets.ts';
import { limitPerAddress, limitPerson, ownOriginOnly } from './guards.ts';
import { requireFile } from './ownership.ts';
import { type Received, receiveFile } from './receive.ts';
import { requireSeated } from './seated.ts';
import type { UploadBudget, UploadMeter } from './UploadBudget.ts';

/** What the routes of chat's files need. */
export interface ChatFileOptions {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
  readonly files: FileStore;
  readonly budget: UploadBudget;
  readonly publicHost: string | undefined;
}

/** Enough to know what a file is when it goes out; its size was looked at when it came. */
const typeBytes = 4_100;

/** `POST /rooms/:id/files?name=…` with the bare bytes keeps a file; `GET /rooms/:id/files/:file` gives it to those who see its message. */
export function chatFileRoutes(options: ChatFileOptions): express.Router {
  const { rooms, tickets, publicHost } = options;
  const router = express.Router();
  const limitUploads = limitPerson(12, 30, 'Too many files at once. Try again in half a minute.');

  router.post(
    '/rooms/:id/files',
    ownOriginOnly(publicHost),
    limitPerAddress(240),
    async (request: Request, response: Response) => {
      const seated = await requireSeated(request, rooms, tickets);
      const { room, member } = seated;
      if (!member.abilities.includes('chatAttach')) throw new AppError('forbidden', 'You may not send files.');
      await limitUploads(member);
      const meter = await options.budget.open(request, seated);
      const file = await keep(options, { request, response, meter });
      try {
        await room.settle(serveChat, { member: member.id, file });
      } catch (error) {
        await options.files.remove(room.id, file.id);
        throw error;
      }
      response.status(201).json(file);
    },
  );

  router.get('/rooms/:id/files/:file', limitPerAddress(2_400), async (request: Request, response: Response) => {
    const seated = await requireSeated(request, rooms, tickets);
    const file = requireFile(serveChat, seated, request.params['file']);
    await answerWith(options.files, seated.room.id, file, response);
  });

  return router;
}

interface Receiving {
  readonly request: Request;
  readonly response: Response;
  readonly meter: UploadMeter;
}

async function keep({ files }: ChatFileOptions, receiving: Receiving): Promise<ChatFile> {
  const { request } = receiving;
  const room = String(request.params['id']);
  const bounds = { maxBytes: limits.fileBytes, quotaBytes: limits.roomFileBytes };
  const name = fileNameOf(request.query['name']);
  const received = await receiveFile(files, room, bounds, receiving);
  try {
    return describe(name, received);
  } catch (error) {
    await files.remove(room, received.id);
    throw error;
  }
}

/** @throws AppError `invalid` when the name promises an image that the bytes are not, or the image is too large */
function describe(name: string, { id, bytes, kind }: Received): ChatFile {
  const promised = imageTypeOf(name);
  if (promised !== undefined && (promised !== kind.type || !kind.image)) {
    throw new AppError('invalid', 'This file is not what its name says.');
  }
  const { image } = kind;
  if (!image) return { id, name, bytes };
  if (image.width * image.height > limits.imagePixels) throw new AppError('invalid', 'This image is too large.');
  return { id, name, bytes, image };
}

/**
 * Gives a file out so that nothing in it can run here: only raster images say what they are, everything else is bytes
 * to be saved, and even opened as a page it would be in a sandbox.
 */
async function answerWith(files: FileStore, room: string, id: FileId, response: Response): Promise<void> {
  const head = await files.head(room, id, typeBytes);
  const file = head && (await files.open(room, id));
  if (!head || !file) throw new AppError('notFound', 'There is no such file.');
  const { type } = await inspect(head);
  const isImage = isSafeImage(type);
  response.setHeader('Content-Type', isImage && type ? type : 'application/octet-stream');
  response.setHeader('Content-Disposition', isImage ? 'inline' : 'attachment');
  response.setHeader('Content-Length', file.bytes);
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  // Its bytes never change, but it may be deleted, and it is for members only.
  response.setHeader('Cache-Control', 'private, no-store');
  file.stream.on('error', (error) => response.destroy(error));
  response.on('close', () => file.stream.destroy());
  file.stream.pipe(response);
}
