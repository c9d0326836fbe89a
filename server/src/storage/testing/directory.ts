import { createHash, randomUUID } from 'node:crypto';
import type { MemberRole } from '@plenum/shared/api/organisation/may';
import type { Acting } from '@plenum/shared/core/asker';
import type { Store } from '../ports.ts';

/** A new id of a test. */
export const newId = (): string => randomUUID().slice(0, 18);

/** What a change by an account carries. */
export function by(account: string, more: { operator?: boolean; verified?: boolean; email?: string } = {}): Acting {
  const { operator = false, verified = true, email = `${account}@example.org` } = more;
  return {
    asker: { is: 'account', account, name: account, email, verified, operator },
    from: '192.0.2.0/24',
    at: 1_790_000_000_000,
  };
}

export const operator = by('operator', { operator: true });

/** The row and the token of an invitation. */
export function invitationOf(organisation: string, email: string, role: MemberRole, expiresAt = 2e12) {
  const token = randomUUID();
  const token_hash = createHash('sha256').update(token).digest('hex');
  const row = { id: newId(), organisation, email, role, token_hash, created_at: 1, expires_at: expiresAt };
  return { row, token_hash };
}

/** An organisation with an owner, whose account is returned too. */
export async function newGroup(store: Store, tier = 'small'): Promise<{ organisation: string; owner: string }> {
  const [organisation, owner] = [newId(), newId()];
  await store.ask.organisations.create({ acting: operator, id: organisation, name: 'The mill', tier });
  const { row, token_hash } = invitationOf(organisation, `${owner}@example.org`, 'owner');
  await store.ask.invitations.createFirst({ acting: operator, row });
  await store.ask.invitations.accept({ acting: by(owner), tokenHash: token_hash });
  return { organisation, owner };
}

/** A new member with a new account. */
export async function newMember(
  store: Store,
  { organisation, owner }: { organisation: string; owner: string },
  role: MemberRole = 'member',
): Promise<string> {
  const account = newId();
  const { row, token_hash } = invitationOf(organisation, `${account}@example.org`, role);
  await store.ask.invitations.create({ acting: by(owner), row });
  await store.ask.invitations.accept({ acting: by(account), tokenHash: token_hash });
  return account;
}

/** How many of these acts at once got through; the others must have met a limit. */
export async function throughAtOnce(acts: readonly (() => Promise<unknown>)[]): Promise<number> {
  const results = await Promise.allSettled(acts.map((act) => act()));
  for (const result of results) {
    if (result.status === 'rejected' && !(result.reason instanceof Error && 'met' in result.reason))
      throw result.reason;
  }
  return results.filter(({ status }) => status === 'fulfilled').length;
}
