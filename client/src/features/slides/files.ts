import { presentationPart } from '@plenum/shared/api/slides/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { MeetingSession } from '../../app/session.ts';
import { fetchFile } from '../../core/http.ts';
import { tabSeats } from '../../core/seats.ts';

/** The seat of this tab, which authorises file requests. */
export function seatOf(room: string): string {
  return tabSeats().load(room)?.seat ?? '';
}

interface Wanted {
  readonly pass: MeetingSession['pass'];
  readonly presentation: string;
  /** `file`, `original`, or the number of a picture page. */
  readonly part: string;
  readonly signal?: AbortSignal;
  /** Progress, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

/** Downloads a file of a presentation. @throws AppError with the server's code, or `unavailable` */
export async function fetchPresented({ pass, presentation, part, signal, onProgress }: Wanted): Promise<Blob> {
  const { base, room, seat, elsewhere } = pass;
  const params = { room, presentation, part };
  const response = await fetchFile(base, presentationPart, { params, seat, signal, elsewhere });
  if (!response.body) throw new AppError('unavailable', 'The file could not be read.');
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
