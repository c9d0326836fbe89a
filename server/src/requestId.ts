import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const current = new AsyncLocalStorage<string>();

/** A new id of an HTTP request or of a line. It says nothing about the person. */
export function newRequestId(): string {
  return randomBytes(9).toString('base64url');
}

/** Runs a function as a part of a request: every line of the log that it causes, also later, has this id. */
export function asRequest<T>(id: string, run: () => T): T {
  return current.run(id, run);
}

/** The id of the request that is answered now; undefined for work that the server does by itself. */
export function requestIdNow(): string | undefined {
  return current.getStore();
}
