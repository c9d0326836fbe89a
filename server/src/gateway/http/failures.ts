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

/** What HTTP has numbers of its own for, by the bound of an `invalid`. */
const statusByBound: Readonly<Record<string, number>> = { method: 405, bytes: 413, type: 415 };

/** The statuses with which a code may be answered. */
export function statusesOf(code: ErrorCode): readonly number[] {
  return code === 'invalid' ? [statusByCode.invalid, ...Object.values(statusByBound)] : [statusByCode[code]];
}

function statusOf({ code, bound }: Failure): number {
  const isOwn = code === 'invalid' && bound !== undefined && Object.hasOwn(statusByBound, bound);
  return (isOwn ? statusByBound[bound] : undefined) ?? statusByCode[code];
}

/** The only catch of the HTTP side. What Express and its parsers refuse is the sender's mistake. */
export function errorAnswer(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = asAppError(error);
    // A client that goes away in the middle is no fault of ours, and would write into our log as often as it likes.
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
    : new AppError('invalid', 'Not understood.');
}
