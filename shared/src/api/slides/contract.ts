import * as z from 'zod/mini';
import { endpoint, perMinute, seated, seatedWith } from '../../core/endpoint.ts';
import { RoomId } from '../../core/ids.ts';
import { slidesLimits } from '../../features/slides/limits.ts';
import { PresentationId } from '../../features/slides/contract.ts';
import { UploadLine, UploadQuery } from '../../features/slides/upload.ts';

export const bringPresentation = endpoint({
  name: 'slides:bring',
  summary: 'Uploads one document, or pictures one after the other, and makes a presentation of them.',
  method: 'POST',
  path: '/rooms/:room/presentations',
  who: seatedWith('slideUpload', 'You may not add presentations here.'),
  limit: {
    address: [perMinute(120)],
    // On average three a minute; more at once when a meeting is prepared.
    person: { requests: 12, seconds: 240, words: 'Too many uploads in a short time. Try again in a few minutes.' },
  },
  params: { room: RoomId },
  query: UploadQuery,
  body: 'bytes',
  mostBytes: slidesLimits.presentationBytes,
  answer: 'lines',
  output: UploadLine,
  errors: [],
});

export const presentationPart = endpoint({
  name: 'slides:part',
  summary:
    'Downloads the PDF of a presentation (`file`), the uploaded document (`original`), or the picture of a page (its number).',
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
