import { AppError } from '@plenum/shared/core/errors';
import { errors } from 'mediasoup';

/** An operator can mend it; the message says how. Thrown only while the engine starts. */
export class StartError extends Error {
  override name = 'StartError';
}

/** What mediasoup threw, as a failure of our list and without its inner words. */
export function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof errors.WorkerClosedError) return new AppError('unavailable', 'The media worker was lost.');
  if (error instanceof errors.NotFoundError) return new AppError('closed', 'The stream or transport has ended.');
  // TypeError: checked by mediasoup before the worker saw it. Plain Error: the worker refused it, for instance
  // because another stream of this member has the same SSRC or mid.
  return new AppError('invalid', 'The media worker refused these parameters.');
}

/** Awaits one call to mediasoup. @throws AppError only */
export async function call<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw appErrorOf(error);
  }
}
