import { AccountId } from '@plenum/shared/core/ids';
import type { AccountRow } from '../storage/ports.ts';
import type { AccountCard } from './ports.ts';

type CardRow = Pick<AccountRow, 'id' | 'name' | 'email' | 'emailVerified' | 'createdAt' | 'operator'>;

/** The card of a stored account. */
export function cardOf({ id, name, email, emailVerified, createdAt, operator }: CardRow): AccountCard {
  return {
    account: AccountId.parse(id),
    name,
    email,
    verified: Boolean(emailVerified),
    operator: operator === 1,
    createdAt: new Date(createdAt).getTime(),
  };
}
