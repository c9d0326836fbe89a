import { AppError } from '@plenum/shared/core/errors';
import { Failure } from '@plenum/shared/core/errors';
import { presentationsPath } from '@plenum/shared/features/slides/upload';
import * as z from 'zod/mini';
import { tabSeats } from '../../core/seats.ts';

/** The authorisation of a file request: the seat of this tab. */
export function seatHeader(room: string): string {
  return `Bearer ${tabSeats().load(room)?.seat ?? ''}`;
}

interface Wanted {
  readonly room: string;
  readonly presentation: string;
  /** `file`, `original`, or the number of a picture page. */
  readonly part: string;
  readonly signal?: AbortSignal;
  /** Progress, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

/** Downloads a file of a presentation. @throws AppError with the server's code, or `unavailable` */
export async function fetchPresented({ room, presentation, part, signal, onProgress }: Wanted): Promise<Blob> {
  const response = await fetch(`${presentationsPath(room)}/${encodeURIComponent(presentation)}/${part}`, {
    headers: { authorization: seatHeader(room) },
    signal: signal ?? null,
  });
  if (!response.ok || !response.body) {
    const failure = z.safeParse(Failure, await response.json().catch(() => undefined));
    throw new AppError(failure.data?.code ?? 'unavailable', failure.data?.message ?? 'The file could not be read.');
  }
  const size = Number(response.headers.get('content-length'));
  let have = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        have += chunk.byteLength;
        if (size > 0) onProgress?.(have / size);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, { headers: { 'content-type': response.headers.get('content-type') ?? '' } }).blob();
}
