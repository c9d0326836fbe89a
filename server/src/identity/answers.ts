import { AppError } from '@plenum/shared/core/errors';
import type { Caller } from './ports.ts';

/** The headers that the library needs; all others stay here. */
const passed = ['cookie', 'user-agent', 'origin'] as const;

/** The headers of a caller in the form that the library takes. */
export function headersOf({ headers }: Pick<Caller, 'headers'>): Headers {
  const picked = new Headers();
  for (const name of passed) {
    const value = headers[name];
    // A longer browser name than any real one is cut: it is stored with the session.
    if (typeof value === 'string') picked.set(name, name === 'user-agent' ? value.slice(0, 300) : value);
  }
  return picked;
}

/** Codes of the library that people can do something about. */
const refusals: Readonly<Record<string, AppError>> = {
  SESSION_NOT_FRESH: new AppError('forbidden', 'Sign in again, then do this within the hour.', 'fresh'),
  SESSION_EXPIRED: new AppError('forbidden', 'You are not signed in.', 'session'),
  UNAUTHORIZED: new AppError('forbidden', 'You are not signed in.', 'session'),
  INVALID_PASSWORD: new AppError('forbidden', 'The password is wrong.', 'password'),
  INVALID_EMAIL_OR_PASSWORD: new AppError('forbidden', 'The address or the password is wrong.', 'password'),
  DISABLED: new AppError('forbidden', 'The people who run this server have disabled this account.', 'disabled'),
  INVALID_TOKEN: new AppError('notFound', 'This link was used already, or is too old. Ask for a new one.'),
  INVALID_CODE: new AppError('forbidden', 'The code is wrong or too old.', 'code'),
  INVALID_BACKUP_CODE: new AppError('forbidden', 'The recovery code is wrong or was used already.', 'code'),
  INVALID_TWO_FACTOR_COOKIE: new AppError('forbidden', 'Begin again with your password.', 'session'),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: new AppError(
    'limited',
    'Too many wrong codes. Begin again with your password.',
    'attempts',
  ),
  ACCOUNT_TEMPORARILY_LOCKED: new AppError('limited', 'Too many wrong codes. Try again in 15 minutes.', 'attempts'),
  TOTP_ALREADY_ENABLED: new AppError('conflict', 'The second step is on already.'),
  CREDENTIAL_ACCOUNT_NOT_FOUND: new AppError('conflict', 'This account has no password. Set one by "Forgot password".'),
};

/**
 * Passes the cookies of the library's answer on, and returns its JSON. @throws AppError for a refusal; the library's own
 * words go nowhere, because they may name accounts
 */
export async function answered(response: Response, caller: Caller): Promise<unknown> {
  caller.setCookies(response.headers.getSetCookie());
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.ok) return body;
  if (response.status >= 500) throw new Error(`The library for signing in answers ${response.status}.`);
  throw copyOf(refusals[codeOf(body)]) ?? new AppError('forbidden', 'This was refused.');
}

/** A new error, so that its stack is that of the request. */
function copyOf(known: AppError | undefined): AppError | undefined {
  return known && new AppError(known.code, known.message, known.bound);
}

function codeOf(body: unknown): string {
  const code: unknown = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return typeof code === 'string' ? code : '';
}
