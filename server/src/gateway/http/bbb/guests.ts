import type { BbbRole, GuestStatus } from './ports.ts';

const policies = ['ALWAYS_ACCEPT', 'ALWAYS_DENY', 'ASK_MODERATOR', 'ALWAYS_ACCEPT_AUTH'] as const;
export type GuestPolicy = (typeof policies)[number];

/** The policy that a text names; the most open one for any other text, as in BigBlueButton. */
export function guestPolicyOf(text: string | undefined): GuestPolicy {
  return policies.find((policy) => policy === text) ?? 'ALWAYS_ACCEPT';
}

/** How a person gets in: at once, when a moderator agrees, or not at all. */
export function guestStatusOf(
  policy: GuestPolicy,
  { role, guest, auth }: { readonly role: BbbRole; readonly guest: boolean; readonly auth: boolean },
): GuestStatus {
  if (role === 'MODERATOR') return 'ALLOW';
  switch (policy) {
    case 'ALWAYS_ACCEPT':
      return 'ALLOW';
    case 'ALWAYS_DENY':
      return 'DENY';
    case 'ASK_MODERATOR':
      return guest || auth ? 'WAIT' : 'ALLOW';
    case 'ALWAYS_ACCEPT_AUTH':
      return guest ? 'WAIT' : 'ALLOW';
  }
}
