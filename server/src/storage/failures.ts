import { AppError, type ErrorCode, LimitMet, type MetLimit } from '@plenum/shared/core/errors';

const taken = ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE', '23505'];
const orphaned = ['SQLITE_CONSTRAINT_FOREIGNKEY', '23503'];
// SQLite: busy, full, unreadable… PostgreSQL: connection, resources, read-only, shutdown, input/output, lost races.
// System: ECONNREFUSED and others.
const cannotNow =
  /^(SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB|LOCKED|PROTOCOL)|08|25006|40|53|55|57|58|E[A-Z]{3})/;
// The messages of pg for a lost connection, which have no code.
const lostConnection = /connection|connect|queryable/i;

/** True when the database already has a row with this key. */
export function isTaken(error: unknown): boolean {
  return taken.includes(codeOf(error));
}

/** A driver's error as an AppError; an error that is not the database's is returned unchanged. */
export function translate(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (taken.includes(code)) return new AppError('conflict', 'The database already has a row with this key.');
  if (orphaned.includes(code)) return new AppError('notFound', 'The database has no such room.');
  if (cannotNow.test(code) || (code === '' && lostConnection.test(error.message))) {
    return new AppError('unavailable', `The database cannot do this now: ${reasonOf(error)} (${code || 'no code'})`);
  }
  return error;
}

/** The message of an error, in one line. A host with several addresses has one error for each. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** An error in a form that crosses threads, which lose classes. Without a code it was not an AppError. */
export interface CarriedError {
  readonly code?: ErrorCode;
  readonly bound?: string;
  readonly met?: MetLimit;
  readonly message: string;
  readonly stack?: string;
}

/** Packs an error for another thread. */
export function carry(error: unknown): CarriedError {
  if (error instanceof AppError) {
    const { code, message, bound } = error;
    const met = error instanceof LimitMet ? { met: error.met } : {};
    return { code, message, ...(bound !== undefined && { bound }), ...met };
  }
  if (error instanceof Error) return { message: error.message, ...(error.stack && { stack: error.stack }) };
  return { message: String(error) };
}

/** Unpacks an error of another thread. */
export function uncarry({ code, message, bound, met, stack }: CarriedError): Error {
  if (met) return new LimitMet(message, met);
  if (code) return new AppError(code, message, bound);
  const error = new Error(message);
  if (stack) error.stack = stack;
  return error;
}

/** The code of a driver or the system; empty when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
