import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { MissReason } from '@plenum/shared/features/slides/refusals';
import { Refused } from '../../conversion/Refused.ts';
import { type Outward, type OutwardBounds, OutwardError, type OutwardFailure } from '../../outward/ports.ts';

/** Bounds of one document: servers of schools are slow. */
const usualBounds: OutwardBounds = {
  totalMs: 60_000,
  idleMs: 10_000,
  bytes: slidesLimits.presentationBytes,
  redirects: 3,
};
/** What a document may be called by its server; the converter looks at its bytes. HTML is a page on which a person signs in. */
const types = ['application/*', 'binary/octet-stream', 'image/*', 'text/plain', 'text/rtf'];

const reasons: Readonly<Record<OutwardFailure, MissReason>> = {
  address: 'address',
  forbidden: 'private',
  unresolved: 'unreachable',
  unreachable: 'unreachable',
  redirected: 'unreachable',
  encoded: 'unreachable',
  late: 'late',
  silent: 'late',
  tooLarge: 'bytes',
  type: 'page',
  busy: 'busy',
};

/** The server of a document answered with a status that is no success. */
class NotGiven extends Error {
  override name = 'NotGiven';
}

interface Fetched {
  readonly bytes: number;
  /** The name that its server gives; empty without one. */
  readonly name: string;
}

interface Goal {
  /** The file that is made. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly bounds?: Partial<OutwardBounds>;
}

/** Fetches a document into a new file. @throws OutwardError, NotGiven, Refused `empty` */
export async function fetchDocument(
  outward: Outward,
  url: string,
  { path, signal, bounds = usualBounds }: Goal,
): Promise<Fetched> {
  const answer = await outward.open({ method: 'GET', url, types, bounds, signal });
  if (answer.status < 200 || answer.status > 299) {
    answer.close();
    throw new NotGiven(`The address answered ${answer.status}.`);
  }
  await pipeline(answer.body, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  const { size: bytes } = await stat(path);
  if (bytes === 0) throw new Refused('empty');
  return { bytes, name: answer.filename ?? '' };
}

/** Why a document was not fetched; undefined for another error. */
export function missReasonOf(error: unknown): MissReason | undefined {
  if (error instanceof OutwardError) return reasons[error.reason];
  return error instanceof NotGiven ? 'absent' : undefined;
}
