import express, { type Request } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import { FileId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import type { RoomContents } from '@plenum/shared/core/wire';
import type { Rooms } from '../../room/Rooms.ts';
import type { FileStore } from '../../storage/files/FileStore.ts';
import type { Tickets } from '../tickets.ts';
import { limitPerAddress } from './guards.ts';
import { requireSeated } from './seated.ts';
import { pictureType, sendFile } from './sendFile.ts';

interface ContentsOptions {
  readonly rooms: Rooms;
  readonly tickets: Tickets;
  readonly files: FileStore;
}

/**
 * What was in a room of a meeting, for those who look after its rooms: `GET /rooms/:id/rooms/:child` what everybody there
 * could see, `/files/:file` behind it a file of that.
 */
export function contentsRoutes({ rooms, tickets, files }: ContentsOptions): express.Router {
  const router = express.Router();

  const requireChild = async (request: Request): Promise<RoomRecord> => {
    const { room, member } = await requireSeated(request, rooms, tickets);
    if (!member.abilities.includes('breakoutManage')) throw new AppError('forbidden', 'You may not look into rooms.');
    const child = RoomId.safeParse(request.params['child']);
    if (!child.success) throw new AppError('notFound', 'There is no such room.');
    return rooms.requireChild(room.id, child.data);
  };

  router.get('/rooms/:id/rooms/:child', limitPerAddress(120), async (request, response) => {
    const { id, title } = await requireChild(request);
    const contents: RoomContents = { title, states: await rooms.contents(id) };
    response.set('Cache-Control', 'no-store').json(contents);
  });

  router.get('/rooms/:id/rooms/:child/files/:file', limitPerAddress(600), async (request, response) => {
    const { id: room } = await requireChild(request);
    const file = FileId.safeParse(request.params.file);
    const isOpen = file.success && (await rooms.contentsShow(room, file.data));
    if (!isOpen) throw new AppError('notFound', 'There is no such file.');
    await sendFile(response, { files, room, file: file.data, type: await pictureType(files, room, file.data) });
  });

  return router;
}
