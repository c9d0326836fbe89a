import * as z from 'zod/mini';
import { endpoint, perMinute, seated } from '../../core/endpoint.ts';
import { FileId, RoomId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { PictureAnswer } from '../../features/whiteboard/picture.ts';

export const bringPicture = endpoint({
  name: 'whiteboard:bringPicture',
  summary: 'Draws a picture anew and keeps it, for shapes to show. For those who may draw on the board now.',
  method: 'POST',
  path: '/rooms/:room/board/pictures',
  // Who may draw depends on the board's policy as well: the whiteboard asks.
  who: seated,
  limit: {
    address: [perMinute(240)],
    person: { requests: 20, seconds: 60, words: 'Too many pictures at once. Try again in a minute.' },
  },
  params: { room: RoomId },
  /** Clients send a name with every upload; it is not used. */
  query: z.strictObject({ name: z.optional(z.string().check(z.maxLength(255))) }),
  body: 'bytes',
  mostBytes: limits.boardPictureBytes,
  output: PictureAnswer,
  errors: [],
});

export const boardPicture = endpoint({
  name: 'whiteboard:picture',
  summary: 'A picture, for those who see a shape that shows it.',
  method: 'GET',
  path: '/rooms/:room/board/pictures/:file',
  who: seated,
  limit: { address: [perMinute(2_400)] },
  params: { room: RoomId, file: FileId },
  answer: 'bytes',
  errors: ['unavailable'],
});
