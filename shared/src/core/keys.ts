/** Who a room's keys make of their bearer, most trusted first. */
export const keyKinds = ['host', 'moderator', 'member'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** The keys of a room, or those of them that somebody holds. */
export type RoomKeys = { readonly [K in KeyKind]?: string };

/**
 * What the key of each lower kind is derived for, by HMAC-SHA-256 under the key above it, its first 24 bytes in base64url:
 * whoever may let others in needs no second secret, and nobody can go the other way.
 */
export const derivedKeys = [
  { from: 'host', to: 'moderator', label: 'plenum moderator' },
  { from: 'moderator', to: 'member', label: 'plenum member' },
] as const satisfies readonly { from: KeyKind; to: KeyKind; label: string }[];
export const derivedKeyBytes = 24;
