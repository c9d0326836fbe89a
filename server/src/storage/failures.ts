import { AppError, type ErrorCode } from '@plenum/shared/core/errors';

const taken = ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE', '23505'];
const orphaned = ['SQLITE_CONSTRAINT_FOREIGNKEY', '23503'];
// SQLite: busy, full, unreadable… PostgreSQL: connection, resources, read-only, shutdown, input/output, lost races.
// System: ECONNREFUSED and its kin.
const cannotNow =
  /^(SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB|LOCKED|PROTOCOL)|08|25006|40|53|55|57|58|E[A-Z]{3})/;
// What pg says without a code when its connection goes away.
const lostConnection = /connection|connect|queryable/i;

/** True when the database says that a row with this key is there already. */
export function isTaken(error: unknown): boolean {
  return taken.includes(codeOf(error));
}

/** What a driver threw, in Plenum's words; what no database can be blamed for stays as it is. */
export function translate(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (taken.includes(code)) return new AppError('conflict', 'The database has this already.');
  if (orphaned.includes(code)) return new AppError('notFound', 'The database has no such room.');
  if (cannotNow.test(code) || (code === '' && lostConnection.test(error.message))) {
    return new AppError('unavailable', `The database cannot do this now: ${reasonOf(error)} (${code || 'no code'})`);
  }
  return error;
}

/** What went wrong, in one line. A host with several addresses fails once for each. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** An error on its way between threads, where classes are lost. Without a code it was not an AppError. */
export interface CarriedError {
  readonly code?: ErrorCode;
  readonly bound?: string;
  readonly message: string;
  readonly stack?: string;
}

/** Packs an error for another thread. */
export function carry(error: unknown): CarriedError {
  if (error instanceof AppError) {
    const { code, message, bound } = error;
    return { code, message, ...(bound !== undefined && { bound }) };
  }
  if (error instanceof Error) return { message: error.message, ...(error.stack && { stack: error.stack }) };
  return { message: String(error) };
}

/** Unpacks an error of another thread. */
export function uncarry({ code, message, bound, stack }: CarriedError): Error {
  if (code) return new AppError(code, message, bound);
  const error = new Error(message);
  if (stack) error.stack = stack;
  return error;
}

/** The driver's or the system's code for what went wrong; empty when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
