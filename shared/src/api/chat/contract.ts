import * as z from 'zod/mini';
import { endpoint, perMinute, seated, seatedWith } from '../../core/endpoint.ts';
import { FileId, RoomId } from '../../core/ids.ts';
import { chatLimits } from '../../features/chat/limits.ts';
import { ChatFile } from '../../features/chat/contract.ts';

export const bringChatFile = endpoint({
  name: 'chat:bringFile',
  summary: 'Uploads a file for a message. It is kept until its sender sends the message or leaves.',
  method: 'POST',
  path: '/rooms/:room/files',
  who: seatedWith('chatAttach', 'You may not send files.'),
  limit: {
    address: [perMinute(240)],
    person: { requests: 12, seconds: 30, words: 'Too many files at once. Try again in half a minute.' },
  },
  params: { room: RoomId },
  /** The file's name; only its last part is kept. */
  query: z.strictObject({ name: z.optional(z.string().check(z.maxLength(1_024))) }),
  body: 'bytes',
  mostBytes: chatLimits.fileBytes,
  output: ChatFile,
  status: 201,
  errors: [],
});

export const chatFile = endpoint({
  name: 'chat:file',
  summary: 'Downloads a file. For members who see a message with the file.',
  method: 'GET',
  path: '/rooms/:room/files/:file',
  who: seated,
  limit: { address: [perMinute(2_400)] },
  params: { room: RoomId, file: FileId },
  answer: 'bytes',
  errors: ['unavailable'],
});
