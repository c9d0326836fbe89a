import { Failure } from '@plenum/shared/core/errors';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { Refusal } from '@plenum/shared/features/slides/refusals';
import { UploadLine } from '@plenum/shared/features/slides/upload';
import * as z from 'zod/mini';
import { openUpload } from './files.ts';

/** Progress of an upload, in bytes. */
export type SlideState =
  | { readonly stage: 'sending'; readonly sent: number; readonly of: number }
  | UploadLine
  | { readonly stage: 'failed' };

/** The reason to refuse files before they are sent; undefined for none. */
export function refusalOf(files: readonly File[]): Refusal | undefined {
  if (files.some(({ size }) => size === 0)) return 'empty';
  return files.reduce((sum, { size }) => sum + size, 0) > slidesLimits.presentationBytes ? 'bytes' : undefined;
}

interface Sending {
  /** The address for files of this name and these sizes. */
  readonly address: (query: { readonly name: string; readonly sizes: string }) => string;
  /** Absent before a meeting: the session of the account counts. */
  readonly seat?: string;
  readonly files: readonly File[];
  readonly change: (state: SlideState) => void;
}

/** Sends files that become slides, and says how far the work is. */
export function sendSlides(request: XMLHttpRequest, { address, seat, files, change }: Sending): void {
  const of = files.reduce((sum, { size }) => sum + size, 0);
  const sizes = files.map(({ size }) => size).join(',');
  const name = files[0]?.name.slice(-255) ?? '';
  let last: SlideState | undefined;
  const read = () => {
    // The last line may be incomplete; a later call reads it again.
    for (const line of request.responseText.split('\n')) last = lineOf(line) ?? last;
    if (last) change(last);
  };
  openUpload(request, address({ name, sizes }), seat);
  request.upload.addEventListener('progress', ({ loaded }) => last ?? change({ stage: 'sending', sent: loaded, of }));
  request.addEventListener('progress', () => request.status === 200 && read());
  request.addEventListener('load', () => {
    if (request.status !== 200) return change(failureOf(request.responseText));
    read();
    if (last?.stage !== 'done' && last?.stage !== 'refused') change({ stage: 'failed' });
  });
  request.addEventListener('error', () => change({ stage: 'failed' }));
  request.send(new Blob([...files]));
}

function lineOf(text: string): UploadLine | undefined {
  try {
    return z.safeParse(UploadLine, JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function failureOf(text: string): SlideState {
  try {
    const { data } = z.safeParse(Failure, JSON.parse(text));
    if (data?.code === 'full') return { stage: 'refused', reason: 'full' };
    if (data?.code === 'limited') return { stage: 'refused', reason: 'busy' };
    if (data?.code === 'forbidden' || data?.code === 'closed') return { stage: 'refused', reason: 'forbidden' };
  } catch {
    // A proxy answered instead of the server.
  }
  return { stage: 'failed' };
}
