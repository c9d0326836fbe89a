import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '@plenum/shared/core/abilities';
import { derivedKeyBytes, derivedKeys, type KeyKind } from '@plenum/shared/core/keys';
import type { RoomRecord } from '@plenum/shared/core/log';

type AllKeys = Readonly<Record<KeyKind, string>>;
type Hashes = Pick<RoomRecord, 'hostKeyHash' | 'moderatorKeyHash' | 'memberKeyHash'>;

/** The keys of a new room. */
export function newRoomKeys(): AllKeys {
  const keys = { host: randomBytes(24).toString('base64url'), moderator: '', member: '' };
  for (const { from, to, label } of derivedKeys) {
    const mac = createHmac('sha256', keys[from]).update(label).digest();
    keys[to] = mac.subarray(0, derivedKeyBytes).toString('base64url');
  }
  return keys;
}

/** The hashes of the keys, which a room's record stores. */
export function hashesOf({ host, moderator, member }: AllKeys): Hashes {
  return {
    hostKeyHash: sha256(host).toString('hex'),
    moderatorKeyHash: sha256(moderator).toString('hex'),
    memberKeyHash: sha256(member).toString('hex'),
  };
}

/** The role and standing that a key gives in this room. A person without a key, or with one of another room, has neither. */
export function standingBy(key: string | undefined, record: RoomRecord): { role: Role; standing?: 'member' } {
  if (isKey(key, record.hostKeyHash)) return { role: 'host' };
  if (isKey(key, record.moderatorKeyHash)) return { role: 'moderator' };
  return { role: 'participant', ...(isKey(key, record.memberKeyHash) && { standing: 'member' }) };
}

function isKey(key: string | undefined, hash: string | undefined): boolean {
  return key !== undefined && hash !== undefined && timingSafeEqual(sha256(key), Buffer.from(hash, 'hex'));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
