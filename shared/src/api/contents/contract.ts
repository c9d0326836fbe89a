import * as z from 'zod/mini';
import { endpoint, perMinute, seatedWith } from '../../core/endpoint.ts';
import { FileId, RoomId } from '../../core/ids.ts';

const who = seatedWith('breakoutManage', 'You may not see the contents of rooms.');

/** A room of a meeting, open or ended, as all of its members could see it; `states` by feature. */
export const RoomContents = z.object({ title: z.string(), states: z.record(z.string(), z.unknown()) });
export type RoomContents = z.infer<typeof RoomContents>;

export const roomContents = endpoint({
  name: 'contents:read',
  summary: 'Returns what all members of a room of this meeting could see. For members who manage rooms.',
  method: 'GET',
  path: '/rooms/:room/rooms/:child',
  who,
  limit: {
    address: [perMinute(120)],
    // A meeting has at most 50 rooms at once, and a moderator may save them all.
    person: { requests: 60, seconds: 60, words: 'You looked into many rooms just now. Try again in a minute.' },
  },
  params: { room: RoomId, child: RoomId },
  output: RoomContents,
  errors: ['unavailable'],
});

export const contentsFile = endpoint({
  name: 'contents:file',
  summary: 'Downloads a file that all members of a room of this meeting could see.',
  method: 'GET',
  path: '/rooms/:room/rooms/:child/files/:file',
  who,
  limit: { address: [perMinute(600)] },
  params: { room: RoomId, child: RoomId, file: FileId },
  answer: 'bytes',
  errors: ['unavailable'],
});
