import { AppError } from '@plenum/shared/core/errors';
import { duration, type DurationLimit } from '@plenum/shared/features/duration/contract';
import { durationLimits } from '@plenum/shared/features/duration/limits';
import type { Opening } from '../../room/roomOptions.ts';

/** The limit that an operator sets for all rooms that belong to no space. */
export type ServerLimit = Pick<DurationLimit, 'minutes' | 'extendable'>;

/**
 * Returns the opening settings of a room that belongs to no space: the length that the person who opens it wishes, or the
 * server's. Empty without either.
 * @throws AppError `forbidden` when the wish is beyond the server's limit
 */
export function openingOf(server: ServerLimit | undefined, wish: { readonly minutes: number } | undefined): Opening {
  const limit = limitOf(server, wish?.minutes);
  return limit ? { [duration.name]: limit } : {};
}

function limitOf(server: ServerLimit | undefined, minutes: number | undefined): DurationLimit | undefined {
  if (minutes === undefined) return server && { ...server, of: { is: 'server' } };
  if (server && minutes > server.minutes) {
    throw new AppError('forbidden', `Meetings on this server last ${server.minutes} minutes at most. Choose fewer.`);
  }
  const most = server ? server.minutes + server.extendable : durationLimits.mostMinutes;
  const extendable = Math.min(most - minutes, durationLimits.mostMinutes);
  return { minutes, extendable, of: { is: 'opener' } };
}
