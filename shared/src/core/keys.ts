/** The kinds of keys of a room, by the role that they give, most trusted first. */
export const keyKinds = ['host', 'moderator', 'member'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** The keys of a room, or those of them that one person holds. */
export type RoomKeys = { readonly [K in KeyKind]?: string };

/**
 * How lower keys are derived: HMAC-SHA-256 of `label` under the key above, its first 24 bytes in base64url. A person who may
 * give out lower keys needs no second secret, and nobody can compute a higher key from a lower one (decision 0035).
 */
export const derivedKeys = [
  { from: 'host', to: 'moderator', label: 'plenum moderator' },
  { from: 'moderator', to: 'member', label: 'plenum member' },
] as const satisfies readonly { from: KeyKind; to: KeyKind; label: string }[];
export const derivedKeyBytes = 24;
