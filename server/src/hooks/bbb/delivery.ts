import { createHash } from 'node:crypto';
import type { OutwardRequest } from '../../outward/ports.ts';

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * The request for one event of BigBlueButton's webhooks: a form whose keys are in this order, and a checksum over address, form and
 * secret in the address.
 * @param domain the host of this server
 */
export function bbbRequest(
  url: string,
  event: string,
  { domain, timestamp, secret }: { readonly domain: string; readonly timestamp: number; readonly secret: string },
): Pick<OutwardRequest, 'method' | 'url' | 'headers' | 'body'> {
  const body = new URLSearchParams({ domain, event: `[${event}]`, timestamp: String(timestamp) }).toString();
  const checksum = createHash('sha1').update(`${url}${body}${secret}`).digest('hex');
  const sign = new URL(url).search === '' ? '?' : '&';
  return { method: 'POST', url: `${url}${sign}checksum=${checksum}`, headers: formType, body };
}

/** The pauses after each failure, in ms; then an ordinary hook is removed, and a permanent one goes on with the last. */
export const bbbPausesMs = [100, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 30_000, 60_000, 60_000, 60_000, 60_000];

/** SHA-256 of a secret, in hex, by which a hook remembers the secret that made it. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
