import { AppError, type ErrorCode } from '@plenum/shared/core/errors';
import type { ParseKeys } from 'i18next';

/** The words that say what to do about each error code. */
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

const wordsOfFull: Readonly<Record<string, ParseKeys>> = {
  windows: 'room.full.windows',
  waiting: 'room.full.waiting',
  address: 'room.full.address',
};

/** Why there is no place in a room, and what to do: by the bound that was met. */
export function wordsOfNoPlace(error: unknown): ParseKeys {
  const bound = error instanceof AppError ? error.bound : undefined;
  return (bound !== undefined && wordsOfFull[bound]) || 'room.full.body';
}

/** The code of anything that was thrown. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}
