import { AppError } from '@plenum/shared/core/errors';

/** The life of a room in this process. `stopping`: it is closed here and opens again after a restart, or on another node. */
export type Life = 'open' | 'ended' | 'stopping';

/** @throws AppError `closed` or `unavailable` when the room is not open */
export function requireOpen(life: Life): void {
  if (life === 'ended') throw new AppError('closed', 'This meeting is over.');
  if (life === 'stopping') throw new AppError('unavailable', 'The meeting is being moved or restarted.');
}
