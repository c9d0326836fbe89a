import { createHash, createHmac } from 'node:crypto';

/** The beginning of a secret, as libraries for Standard Webhooks write it. */
const secretPrefix = 'whsec_';

/**
 * The secret of a webhook. It is derived, so no table has it.
 * @param key the server's key for this, at least 32 bytes
 * @param turn how often the secret was made anew
 */
export function webhookSecret(key: string, webhook: string, turn: number): string {
  return `${secretPrefix}${createHmac('sha256', key).update(`webhook ${webhook} ${turn}`).digest('base64')}`;
}

/** The headers of Standard Webhooks: HMAC-SHA256 over id, time in seconds and body. */
export function signedHeaders(secret: string, id: string, atMs: number, body: string): Record<string, string> {
  const seconds = String(Math.floor(atMs / 1_000));
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

/** The id of the delivery of one event to one hook: the same each time it is made. */
export function deliveryId(hook: string, event: string): string {
  return createHash('sha256').update(`${hook} ${event}`).digest('base64url').slice(0, 32);
}
