import { AppError } from '@plenum/shared/core/errors';
import { errors } from 'mediasoup';

/** A failure that the operator can mend; the message says how. Thrown only at the start of the engine. */
export class StartError extends Error {
  override name = 'StartError';
}

/** Translates an error of mediasoup into an AppError without mediasoup's own words. */
export function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof errors.WorkerClosedError) return new AppError('unavailable', 'The media worker was lost.');
  if (error instanceof errors.NotFoundError) return new AppError('closed', 'The stream or transport has ended.');
  // mediasoup throws TypeError when its own check fails. It throws a plain Error when the worker refused, for instance
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
