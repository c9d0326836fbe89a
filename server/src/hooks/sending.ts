import { statusOf, type Outward, OutwardError, type OutwardRequest } from '../outward/ports.ts';
import type { DueDelivery, Outcome, Tried } from '../storage/recordPorts.ts';
import { signedHeaders, webhookSecret } from './signing.ts';

const hourMs = 3_600_000;
/** How long a delivery, and a hook whose deliveries all fail, are tried, in ms. */
const dayMs = 24 * hourMs;
/** The pauses after each failure, in ms; the last one again and again. */
const ownPausesMs = [2_000, 10_000, 60_000, 300_000, 900_000, hourMs];
/** How long one request may take, in ms. Its answer is not read. */
export const requestMs = 8_000;

export interface SendingOptions {
  readonly outward: Outward;
  /** The key of the secrets of webhooks. */
  readonly key: string;
  /** Epoch ms. */
  readonly now: () => number;
  /** The pauses after each failure, in ms; left out: up to an hour. */
  readonly pausesMs?: readonly number[] | undefined;
  /** How long one request may take, in ms; left out: 8 s. */
  readonly requestMs?: number | undefined;
}

/** Sends one delivery, once, and says what comes of it. Never rejects for what the receiver does. */
export async function send(due: DueDelivery, options: SendingOptions): Promise<Tried> {
  const { delivery } = due;
  let [status, reason]: [number | null, string | null] = [null, null];
  try {
    status = await statusOf(options.outward, requestOf(due, options));
  } catch (error) {
    if (!(error instanceof OutwardError)) throw error;
    reason = error.reason;
  }
  const at = options.now();
  return {
    delivery,
    outcome: outcomeOf(due, { status, at, pausesMs: options.pausesMs ?? ownPausesMs }),
    at,
    status,
    reason,
  };
}

function requestOf(
  { delivery, hook }: DueDelivery,
  { key, now, requestMs: totalMs = requestMs }: SendingOptions,
): OutwardRequest {
  const { id, body } = delivery;
  const signed = signedHeaders(webhookSecret(key, hook.id, hook.secret_turn), id, now(), body);
  const bounds = { totalMs, idleMs: Math.min(totalMs, 5_000), redirects: 3 };
  return { method: 'POST', url: hook.url, headers: { 'content-type': 'application/json', ...signed }, body, bounds };
}

function outcomeOf(
  { delivery, hook, tries }: DueDelivery,
  { status, at, pausesMs }: { status: number | null; at: number; pausesMs: readonly number[] },
): Outcome {
  if (status !== null && status >= 200 && status < 300) return { is: 'sent' };
  if (status === 410) return { is: 'off', why: 'gone' };
  if (at - (hook.failing_since ?? at) >= dayMs) return { is: 'off', why: 'failing' };
  if (at - (delivery.first_at ?? at) >= dayMs) return { is: 'over' };
  const pause = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? hourMs;
  return { is: 'again', dueAt: at + pause };
}
