import { createHmac } from 'node:crypto';
import type { MemberId } from '@plenum/shared/core/ids';
import type { IceServer } from '@plenum/shared/core/wire';

/** A TURN server that shares a secret with this one, as coturn does with `use-auth-secret`. */
export interface RelaySettings {
  /** `turn:` and `turns:` addresses. */
  readonly urls: readonly string[];
  readonly secret: string;
}

/** How long a credential lets somebody in: members renew theirs at half of it, who has left soon has none. */
const credentialSeconds = 600;

/** The relays for one member: the name says until when it is good, and the relay checks that against the secret. */
export function relaysFor(
  { urls, secret }: RelaySettings,
  member: MemberId,
  /** Epoch ms. */
  now: number,
): { iceServers: IceServer[]; iceSeconds: number } {
  const username = `${Math.floor(now / 1_000) + credentialSeconds}:${member}`;
  // The relay's protocol says SHA-1; what it signs lives for minutes.
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { iceServers: [{ urls: [...urls], username, credential }], iceSeconds: credentialSeconds };
}
