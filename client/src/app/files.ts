import { AppError, Failure } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { MeetingSession } from './session.ts';

type Pass = MeetingSession['pass'];

interface Upload<S extends z.ZodMiniType> {
  /** Path under the room, such as `files`. */
  readonly path: string;
  readonly name: string;
  readonly body: Blob;
  readonly answer: S;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Uploads a file.
 * @throws AppError with the server's code, `unavailable` when the connection broke, `closed` when the upload was aborted
 */
export function uploadFile<S extends z.ZodMiniType>(
  { base, room, seat }: Pass,
  { path, name, body, answer, signal, onProgress }: Upload<S>,
): Promise<z.infer<S>> {
  // Browsers report the progress of an upload to XMLHttpRequest only, not to fetch.
  const request = new XMLHttpRequest();
  request.open('POST', `${base}/api/rooms/${encodeURIComponent(room)}/${path}?name=${encodeURIComponent(name)}`);
  request.setRequestHeader('Authorization', `Bearer ${seat}`);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      const value = z.safeParse(answer, body);
      if (request.status < 300 && value.success) resolve(value.data);
      else reject(failureIn(body));
    });
    request.addEventListener('error', () =>
      reject(new AppError('unavailable', 'The connection broke during the upload.')),
    );
    request.addEventListener('abort', () => reject(new AppError('closed', 'The upload was cancelled.')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

/** Downloads a file of the room. @throws AppError with the server's code; `unavailable` when the server cannot be reached */
export async function downloadFile({ base, room, seat }: Pass, path: string, signal?: AbortSignal): Promise<Blob> {
  const url = `${base}/api/rooms/${encodeURIComponent(room)}/${path}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${seat}` },
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    throw Object.assign(new AppError('unavailable', 'The server could not be reached.'), { cause });
  });
  if (!response.ok) throw failureIn(parsed(await response.text()));
  return response.blob();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failureIn(body: unknown): AppError {
  const failure = z.safeParse(Failure, body);
  if (failure.success) return new AppError(failure.data.code, failure.data.message);
  return new AppError('unavailable', 'A proxy answered instead of the server.');
}
