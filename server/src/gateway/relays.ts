import { createHmac } from 'node:crypto';
import type { MemberId } from '@plenum/shared/core/ids';
import type { IceServer } from '@plenum/shared/core/wire';

/** A TURN server that shares a secret with this one, as coturn does with `use-auth-secret`. */
export interface RelaySettings {
  /** `turn:` and `turns:` addresses. */
  readonly urls: readonly string[];
  readonly secret: string;
}

/** How long a credential is valid: members renew theirs after half of the time, and a member who has left soon has none. */
const credentialSeconds = 600;

/** The relays for one member: the username has the time of expiry, and the relay checks the credential with the secret. */
export function relaysFor(
  { urls, secret }: RelaySettings,
  member: MemberId,
  /** Epoch ms. */
  now: number,
): { iceServers: IceServer[]; iceSeconds: number } {
  const username = `${Math.floor(now / 1_000) + credentialSeconds}:${member}`;
  // The relay's protocol requires SHA-1; the signature is valid for minutes only.
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { iceServers: [{ urls: [...urls], username, credential }], iceSeconds: credentialSeconds };
}
