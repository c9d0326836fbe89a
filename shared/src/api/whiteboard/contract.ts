import * as z from 'zod/mini';
import { endpoint, perMinute, seated } from '../../core/endpoint.ts';
import { FileId, RoomId } from '../../core/ids.ts';
import { whiteboardLimits } from '../../features/whiteboard/limits.ts';
import { PictureAnswer } from '../../features/whiteboard/picture.ts';

export const bringPicture = endpoint({
  name: 'whiteboard:bringPicture',
  summary: 'Uploads a picture for shapes and re-encodes it. For members who may draw on the board now.',
  method: 'POST',
  path: '/rooms/:room/board/pictures',
  // The whiteboard's handler checks the policy of the board too.
  who: seated,
  limit: {
    address: [perMinute(240)],
    person: { requests: 20, seconds: 60, words: 'Too many pictures at once. Try again in a minute.' },
  },
  params: { room: RoomId },
  /** Clients send a name with every upload; it is not used. */
  query: z.strictObject({ name: z.optional(z.string().check(z.maxLength(255))) }),
  body: 'bytes',
  mostBytes: whiteboardLimits.pictureBytes,
  output: PictureAnswer,
  errors: [],
});

export const boardPicture = endpoint({
  name: 'whiteboard:picture',
  summary: 'Downloads a picture. For members who see a shape with it.',
  method: 'GET',
  path: '/rooms/:room/board/pictures/:file',
  who: seated,
  limit: { address: [perMinute(2_400)] },
  params: { room: RoomId, file: FileId },
  answer: 'bytes',
  errors: ['unavailable'],
});
