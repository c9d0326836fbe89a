import { AppError } from '@plenum/shared/core/errors';

/** The error as an AppError. Any other error comes from the browser: it becomes `unavailable`, with the browser's words. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('unavailable', error instanceof Error ? error.message : 'The browser gave no reason.');
}
