import { createHash, timingSafeEqual } from 'node:crypto';
import { assertNever, AppError } from '@plenum/shared/core/errors';
import type { Identity } from '../../identity/ports.ts';

/**
 * Who may open rooms on this server; with `key`, every person who has one of the keys. `accounts`: people who are signed in,
 * as soon as the server has an operator; before, everyone.
 */
export type CreateRooms =
  | { readonly who: 'everyone' | 'nobody' | 'accounts' }
  | { readonly who: 'key'; readonly keys: readonly string[] };

/** A person who wants to open a room. */
interface Creator {
  readonly key: string | undefined;
  readonly isSignedIn: boolean;
}

/** The policy as it holds now. */
export async function policyNow(policy: CreateRooms, identity: Pick<Identity, 'needsOperator'>): Promise<CreateRooms> {
  return policy.who === 'accounts' && (await identity.needsOperator()) ? { who: 'everyone' } : policy;
}

/** @throws AppError `forbidden` when this person may not open a room */
export function requireCreator(policy: CreateRooms, { key, isSignedIn }: Creator): void {
  switch (policy.who) {
    case 'everyone':
      return;
    case 'accounts':
      if (!isSignedIn) throw new AppError('forbidden', 'Sign in to open a room on this server.', 'account');
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
