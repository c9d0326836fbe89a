import { AppError, type ErrorCode } from '@plenum/shared/core/errors';
import type { ParseKeys } from 'i18next';

/** For each error code, the words that say what to do. */
export const wordsOfCode: Readonly<Record<ErrorCode, ParseKeys>> = {
  invalid: 'error.invalid',
  forbidden: 'error.forbidden',
  notFound: 'error.notFound',
  conflict: 'error.conflict',
  limited: 'error.limited',
  full: 'error.full',
  closed: 'error.closed',
  unavailable: 'error.unavailable',
  internal: 'error.internal',
};

/** For a bound that a room names in its refusal of a command, the words that say more than those of its code. */
const wordsOfBound: Readonly<Record<string, ParseKeys>> = {
  log: 'refusal.log',
  rate: 'refusal.rate',
  seat: 'refusal.seat',
  blocked: 'refusal.blocked',
  crowded: 'refusal.crowded',
};

/** Why the server refused, and what to do. */
export function wordsOfError(error: unknown): ParseKeys {
  return wordsOf(codeOf(error), boundOf(error));
}

/** The same, of what is known of an error. */
export function wordsOf(code: ErrorCode, bound: string | undefined): ParseKeys {
  return (bound !== undefined && wordsOfBound[bound]) || wordsOfCode[code];
}

const wordsOfFull: Readonly<Record<string, ParseKeys>> = {
  windows: 'room.full.windows',
  waiting: 'room.full.waiting',
  address: 'room.full.address',
  lines: 'room.full.lines',
  log: 'room.full.log',
};

/** Why a room has no seat, and what to do; depends on the bound that was met. */
export function wordsOfNoPlace(error: unknown): ParseKeys {
  const bound = boundOf(error);
  return (bound !== undefined && wordsOfFull[bound]) || 'room.full.body';
}

/** True when the server refuses a room because it cannot read the record of it: trying again does not help. */
export function isUnreadable(error: unknown): boolean {
  return boundOf(error) === 'unreadable';
}

/** The error code of any thrown value. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}

/** The name of the bound that was met, where the server named one. */
export function boundOf(error: unknown): string | undefined {
  return error instanceof AppError ? error.bound : undefined;
}
