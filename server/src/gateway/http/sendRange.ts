import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { OpenedFile } from '../../recording/files/RecordingFiles.ts';

/** A file of the server's own making, of which parts can be asked for. */
export interface PlainFile {
  readonly open: () => Promise<OpenedFile>;
  readonly type: string;
}

/**
 * Sends a file or the part that the request asks for. A part beyond the end gets status 416.
 * @throws AppError `notFound`; `unavailable` for an encrypted file that cannot be read
 */
export async function sendRange(request: Request, response: Response, { open, type }: PlainFile): Promise<void> {
  const file = await open().catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    throw new AppError('notFound', 'There is no such file.');
  });
  try {
    await send(request, response, { file, type });
  } finally {
    await file.close();
  }
}

async function send(
  request: Request,
  response: Response,
  { file, type }: { readonly file: OpenedFile; readonly type: string },
): Promise<void> {
  const { size, changedAt } = file;
  const etag = `"${size.toString(36)}-${Math.round(changedAt).toString(36)}"`;
  response.set({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': type,
    'Cross-Origin-Resource-Policy': 'same-origin',
    ETag: etag,
    Vary: 'Authorization, Cookie',
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.headers['if-none-match'] === etag) {
    response.status(304).end();
    return;
  }
  // The parts of a file that has changed meanwhile do not fit together.
  const asked = request.headers['if-range'];
  const range = asked !== undefined && asked !== etag ? undefined : rangeOf(request.headers.range, size);
  if (range === 'beyond') {
    response.status(416).set('Content-Range', `bytes */${size}`).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const isWithout = request.method === 'HEAD' || size === 0;
  // Before the status: what is damaged is refused with words.
  const bytes = isWithout ? undefined : await file.stream(start, end);
  if (range) response.status(206).set('Content-Range', `bytes ${start}-${end}/${size}`);
  response.set('Content-Length', String(end - start + 1));
  if (!bytes) {
    response.end();
    return;
  }
  await pipeline(bytes, response).catch((error: unknown) => {
    // The client has left: there is no receiver for the error.
    if (!response.closed) throw error;
  });
}

/** The one range of a header; undefined for none, for several, and for one that is malformed: then all is sent. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'beyond' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') {
    const last = Number(to);
    return last === 0 || size === 0 ? 'beyond' : { start: Math.max(0, size - last), end: size - 1 };
  }
  const start = Number(from);
  if (to !== '' && Number(to) < start) return undefined;
  return start >= size ? 'beyond' : { start, end: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
