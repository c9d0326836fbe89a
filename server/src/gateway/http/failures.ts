import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { AppError, type ErrorCode, type Failure, failureOf } from '@plenum/shared/core/errors';

const statusByCode: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  limited: 429,
  full: 409,
  closed: 410,
  unavailable: 503,
  internal: 500,
};

/** The HTTP statuses of `invalid` errors, by their bound. */
const statusByBound: Readonly<Record<string, number>> = { method: 405, bytes: 413, type: 415 };

/** The statuses that an answer with this code may have. */
export function statusesOf(code: ErrorCode): readonly number[] {
  return code === 'invalid' ? [statusByCode.invalid, ...Object.values(statusByBound)] : [statusByCode[code]];
}

function statusOf({ code, bound }: Failure): number {
  const isOwn = code === 'invalid' && bound !== undefined && Object.hasOwn(statusByBound, bound);
  return (isOwn ? statusByBound[bound] : undefined) ?? statusByCode[code];
}

/** The only error handler of HTTP. An error of Express or its parsers is the sender's mistake. */
export function errorAnswer(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = asAppError(error);
    // A client that leaves in the middle is not a fault, and must not be able to fill the log.
    const isGone = request.socket.destroyed && !request.complete;
    if (!(known instanceof AppError) && !isGone) log.error({ err: error }, 'request failed');
    const failure = failureOf(known);
    response.status(statusOf(failure)).json(failure);
  };
}

function asAppError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('status' in error)) return error;
  const { status } = error;
  if (typeof status !== 'number' || status >= 500) return error;
  return status === 404
    ? new AppError('notFound', 'There is nothing at this address.')
    : new AppError('invalid', 'The request is malformed.');
}
