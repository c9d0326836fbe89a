import type { Schema } from '@plenum/shared/core/contract';
import { addressOf, type Endpoint, type OutputOf, type ParamsOf, type QueryOf } from '@plenum/shared/core/endpoint';
import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { failureIn, fetchFile } from '../core/http.ts';
import type { MeetingSession } from './session.ts';

type Pass = MeetingSession['pass'];

/** An endpoint that takes files into a room. */
type TakesFiles = Endpoint & { readonly body: 'bytes'; readonly output: Schema };
/** An endpoint that gives files of a room. */
type GivesFiles = Endpoint & { readonly answer: 'bytes' };

interface Upload<E extends TakesFiles> {
  readonly query: QueryOf<E>;
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Begins a request that brings bytes to the room. Not fetch: browsers do not tell it how far an upload is.
 * @param address of the endpoint, with its query
 * @param seat absent where the session of the account counts
 */
export function openUpload(request: XMLHttpRequest, address: string, seat?: string): void {
  request.open('POST', address);
  if (seat !== undefined) request.setRequestHeader('Authorization', `Bearer ${seat}`);
  request.setRequestHeader('Content-Type', 'application/octet-stream');
}

/**
 * Brings a file to the server.
 * @throws AppError with the server's code, `unavailable` when the line broke; `closed` when it was given up
 */
export function uploadFile<E extends TakesFiles & { readonly params: { readonly room: Schema } }>(
  { base, room, seat }: Pass,
  endpoint: E,
  { query, body, signal, onProgress }: Upload<E>,
): Promise<OutputOf<E>> {
  const request = new XMLHttpRequest();
  const params: unknown = { room };
  openUpload(request, base + addressOf(endpoint, { params: params as ParamsOf<E>, query }), seat);
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const answered = parsed(request.responseText);
      const value = z.safeParse(endpoint.output, answered);
      if (request.status < 300 && value.success) resolve(value.data as OutputOf<E>);
      else reject(failureIn(answered));
    });
    request.addEventListener('error', () =>
      reject(new AppError('unavailable', 'The connection broke during the upload.')),
    );
    request.addEventListener('abort', () => reject(new AppError('closed', 'The upload was cancelled.')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

/** Gets a file of the room. @throws AppError with the server's code; `unavailable` when it cannot be reached */
export async function downloadFile<E extends GivesFiles & { readonly query?: undefined; readonly input?: undefined }>(
  { base, room, seat, elsewhere }: Pass,
  endpoint: E,
  more: Omit<ParamsOf<E>, 'room'>,
): Promise<Blob> {
  const params: unknown = { ...more, room };
  return (await fetchFile<FileAt>(base, endpoint, { params: params as ParamsOf<FileAt>, seat, elsewhere })).blob();
}

type FileAt = GivesFiles & { readonly query?: undefined; readonly input?: undefined };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
