import { AppError } from '@plenum/shared/core/errors';

/** The AppError that it is; anything else is the browser's, which cannot do it now, with the browser's words. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('unavailable', error instanceof Error ? error.message : 'The browser gave no reason.');
}
