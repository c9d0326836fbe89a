import * as z from 'zod/mini';
import { endpoint, perMinute, seated, seatedWith } from '../../core/endpoint.ts';
import { RoomId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { PresentationId } from '../../features/slides/contract.ts';
import { UploadLine, UploadQuery } from '../../features/slides/upload.ts';

export const bringPresentation = endpoint({
  name: 'slides:bring',
  summary: 'Makes a presentation of one document or of pictures, sent one behind the other.',
  method: 'POST',
  path: '/rooms/:room/presentations',
  who: seatedWith('slideUpload', 'You may not add presentations here.'),
  limit: {
    address: [perMinute(120)],
    // Three a minute in the long run, some at once when a meeting is prepared.
    person: { requests: 12, seconds: 240, words: 'Too many uploads in a short time.' },
  },
  params: { room: RoomId },
  query: UploadQuery,
  body: 'bytes',
  mostBytes: limits.presentationBytes,
  answer: 'lines',
  output: UploadLine,
  errors: [],
});

export const presentationPart = endpoint({
  name: 'slides:part',
  summary: 'The PDF of a presentation (`file`), what was uploaded (`original`), or the picture of a page (its number).',
  method: 'GET',
  path: '/rooms/:room/presentations/:presentation/:part',
  who: seated,
  limit: { address: [perMinute(2_400)] },
  params: {
    room: RoomId,
    presentation: PresentationId,
    part: z.string().check(z.regex(/^(file|original|[1-9]\d{0,3})$/)),
  },
  answer: 'bytes',
  errors: ['unavailable'],
});
