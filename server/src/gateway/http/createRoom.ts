import { createHash, timingSafeEqual } from 'node:crypto';
import { assertNever, AppError } from '@plenum/shared/core/errors';

/** Who may open rooms on this server; with `key`, every person who has one of the keys. */
export type CreateRooms =
  | { readonly who: 'everyone' | 'nobody' }
  | { readonly who: 'key'; readonly keys: readonly string[] };

/** @throws AppError `forbidden` when a person with this key, or without one, may not open a room */
export function requireCreator(policy: CreateRooms, key: string | undefined): void {
  switch (policy.who) {
    case 'everyone':
      return;
    case 'nobody':
      throw new AppError('forbidden', 'No rooms can be opened on this server.');
    case 'key': {
      // Compares every key by its hash, so that the duration tells nothing about any of them.
      const given = sha256(key ?? '');
      const matches = policy.keys.filter((one) => timingSafeEqual(sha256(one), given));
      if (matches.length === 0) throw new AppError('forbidden', 'A key of this server is needed to open a room.');
      return;
    }
    default:
      assertNever(policy);
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
