import * as z from 'zod/mini';
import { statusOf, type Outward, OutwardError, type OutwardRequest } from '../outward/ports.ts';
import type { DueDelivery, Outcome, Tried } from '../storage/recordPorts.ts';
import { analyticsRequest } from './bbb/analytics.ts';
import { endCallbackUrl, recordingReadyRequest } from './bbb/callbacks.ts';
import { bbbPausesMs, bbbRequest, secretHash } from './bbb/delivery.ts';
import { signedHeaders, webhookSecret } from './signing.ts';

const hourMs = 3_600_000;
/** How long a delivery, and a hook whose deliveries all fail, are tried, in ms. */
const dayMs = 24 * hourMs;
/** The pauses after each failure, in ms; the last one again and again. */
const ownPausesMs = [2_000, 10_000, 60_000, 300_000, 900_000, hourMs];
/** How long one request may take, in ms. Its answer is not read. */
export const requestMs = 8_000;
/** The pause of a delivery for which this server had no request left, in ms. */
const busyMs = 1_000;
/** The pause of a permanent hook whose secret this node does not have, in ms. */
const noSecretMs = 60_000;

const MeetingFacts = z.object({
  meetingId: z.string(),
  isRecorded: z.optional(z.boolean()),
  recordId: z.optional(z.string()),
});

export interface SendingOptions {
  readonly outward: Outward;
  /** The key of the secrets of webhooks. */
  readonly key: string;
  /** The secrets of BigBlueButton's API that are valid now; the server's own has an empty owner. */
  readonly bbbSecrets: () => Promise<readonly { readonly owner: string; readonly secret: string }[]>;
  /** The host of this server. */
  readonly domain: () => string;
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
  const request = await requestOf(due, options);
  if (!request) return { delivery, outcome: withoutSecret(due, options.now()), at: options.now(), status, reason };
  try {
    const totalMs = options.requestMs ?? requestMs;
    const bounds = { totalMs, idleMs: Math.min(totalMs, 5_000), redirects: 3 };
    status = await statusOf(options.outward, { ...request, bounds });
  } catch (error) {
    if (!(error instanceof OutwardError)) throw error;
    reason = error.reason;
  }
  const at = options.now();
  // The receiver was not asked, so nothing counts against it.
  if (reason === 'busy') return { delivery, outcome: { is: 'later', dueAt: at + busyMs }, at, status, reason };
  return { delivery, outcome: outcomeOf(due, { status, at, pausesMs: options.pausesMs }), at, status, reason };
}

/** The request of a delivery; undefined when there is no secret for its signature. */
async function requestOf(
  { delivery, hook }: DueDelivery,
  { key, now, bbbSecrets, domain }: SendingOptions,
): Promise<Omit<OutwardRequest, 'bounds'> | undefined> {
  const { id, body, at } = delivery;
  if (hook.kind === 'own') {
    const signed = signedHeaders(webhookSecret(key, hook.id, hook.secret_turn), id, now(), body);
    return { method: 'POST', url: hook.url, headers: { 'content-type': 'application/json', ...signed }, body };
  }
  if (hook.kind === 'ended') return { method: 'GET', url: hook.url };
  const secrets = (await bbbSecrets()).filter(({ owner }) => owner === (hook.organisation ?? ''));
  if (hook.kind === 'bbb') {
    const found = secrets.find(({ secret }) => secretHash(secret) === hook.secret_hash);
    return found && bbbRequest(hook.url, body, { domain: domain(), timestamp: at, secret: found.secret });
  }
  if (hook.kind === 'analytics') {
    const [oldest] = secrets;
    return oldest && analyticsRequest(hook.url, { body, secret: oldest.secret, now: now() });
  }
  const { meetingId, isRecorded = false, recordId = '' } = MeetingFacts.parse(JSON.parse(body));
  if (hook.kind === 'endCallback') return { method: 'GET', url: endCallbackUrl(hook.url, meetingId, isRecorded) };
  const [first] = secrets;
  return first && recordingReadyRequest(hook.url, { meetingId, recordId }, first.secret);
}

/** Nothing may be sent unsigned. A permanent hook waits: while nodes restart with a new secret, some have it and some do not. */
function withoutSecret({ hook }: DueDelivery, at: number): Outcome {
  return hook.permanent === 1 ? { is: 'later', dueAt: at + noSecretMs } : { is: 'gone' };
}

function outcomeOf(
  { delivery, hook, tries }: DueDelivery,
  { status, at, pausesMs }: { status: number | null; at: number; pausesMs: readonly number[] | undefined },
): Outcome {
  const { kind } = hook;
  if (status !== null && status >= 200 && status < 300) return { is: 'sent' };
  // The receiver has understood, and denies: BigBlueButton takes that for success.
  if (kind === 'bbb' && status === 401) return { is: 'sent' };
  if (kind === 'bbb' && status === 410 && hook.permanent === 0) return { is: 'gone' };
  if (kind === 'own' && status === 410) return { is: 'off', why: 'gone' };
  if ((kind === 'recordingReady' || kind === 'analytics') && status !== null && [401, 404, 410].includes(status))
    return { is: 'over' };
  if (kind === 'bbb') return bbbOutcome(hook.permanent === 1, tries, at, pausesMs ?? bbbPausesMs);
  if (kind === 'own' && at - (hook.failing_since ?? at) >= dayMs) return { is: 'off', why: 'failing' };
  if (at - (delivery.first_at ?? at) >= dayMs) return { is: 'over' };
  return { is: 'again', dueAt: at + pauseIn(pausesMs ?? ownPausesMs, tries) };
}

function bbbOutcome(isPermanent: boolean, tries: number, at: number, pausesMs: readonly number[]): Outcome {
  if (!isPermanent && tries >= bbbPausesMs.length) return { is: 'gone' };
  return { is: 'again', dueAt: at + pauseIn(pausesMs, tries) };
}

function pauseIn(pausesMs: readonly number[], tries: number): number {
  return pausesMs[Math.min(tries, pausesMs.length - 1)] ?? hourMs;
}
