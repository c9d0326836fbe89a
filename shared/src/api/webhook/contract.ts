import * as z from 'zod/mini';
import { endpoint, perMinute, signedInOr } from '../../core/endpoint.ts';
import { DeliveryId, OrganisationId, SpaceId, WebhookId } from '../../core/ids.ts';
import { RoomTitle } from '../../core/text.ts';
import { WebhookEvent, webhookEvents } from './events.ts';
import { webhookLimits } from './limits.ts';

/** Why the server turned a webhook off. */
export const OffReason = z.enum(['failing', 'gone']);
export type OffReason = z.infer<typeof OffReason>;

const Url = z.string().check(z.regex(/^https?:\/\/\S+$/), z.maxLength(webhookLimits.urlLength));
const Events = z.array(WebhookEvent).check(z.minLength(1), z.maxLength(webhookEvents.length));
/** Empty: all spaces. */
const Spaces = z.array(SpaceId).check(z.maxLength(webhookLimits.spaces));

export const Webhook = z.object({
  id: WebhookId,
  name: z.string(),
  url: z.string(),
  events: z.array(WebhookEvent),
  spaces: z.array(SpaceId),
  on: z.boolean(),
  /** Absent when it is on, and when a person turned it off. */
  reason: z.optional(OffReason),
  /** The first failure since the last success, epoch ms. */
  failingSince: z.optional(z.number()),
  /** How many events were dropped because too many waited. */
  dropped: z.int(),
  /** Epoch ms. */
  createdAt: z.number(),
});
export type Webhook = z.infer<typeof Webhook>;

const organisation = { organisation: OrganisationId };
const one = { ...organisation, webhook: WebhookId };
const reading = { address: [perMinute(1_200)], person: perMinute(240) };
const writing = { address: [perMinute(600)], person: perMinute(60) };
const done = z.object({});
const who = signedInOr('webhookManage');

export const listWebhooks = endpoint({
  name: 'webhook:list',
  summary: 'Returns the webhooks of an organisation, without their secrets.',
  method: 'GET',
  path: '/organisations/:organisation/webhooks',
  who,
  limit: reading,
  params: organisation,
  output: z.object({ webhooks: z.array(Webhook) }),
  errors: ['unavailable'],
});

export const CreateWebhookInput = z.strictObject({
  name: RoomTitle,
  url: Url,
  events: Events,
  spaces: z.optional(Spaces),
});
export type CreateWebhookInput = z.infer<typeof CreateWebhookInput>;

/** The key of the signature, as libraries for Standard Webhooks take it. */
const Secret = z.string();

export const createWebhook = endpoint({
  name: 'webhook:create',
  summary: 'Makes a webhook. The answer shows its secret, and no other answer ever does.',
  method: 'POST',
  path: '/organisations/:organisation/webhooks',
  who,
  limit: writing,
  params: organisation,
  input: CreateWebhookInput,
  output: z.object({ ...Webhook.shape, secret: Secret }),
  status: 201,
  errors: ['full', 'invalid', 'unavailable'],
});

export const ChangeWebhookInput = z.strictObject({
  name: z.optional(RoomTitle),
  url: z.optional(Url),
  events: z.optional(Events),
  spaces: z.optional(Spaces),
  on: z.optional(z.boolean()),
  /** Makes a new secret, which the answer shows; the old one signs nothing more. */
  renewSecret: z.optional(z.literal(true)),
});
export type ChangeWebhookInput = z.infer<typeof ChangeWebhookInput>;

export const changeWebhook = endpoint({
  name: 'webhook:change',
  summary: 'Changes a webhook, turns it on or off, or makes it a new secret. Off, it loses what waits for it.',
  method: 'PATCH',
  path: '/organisations/:organisation/webhooks/:webhook',
  who,
  limit: writing,
  params: one,
  input: ChangeWebhookInput,
  output: z.object({ ...Webhook.shape, secret: z.optional(Secret) }),
  errors: ['invalid', 'unavailable'],
});

export const removeWebhook = endpoint({
  name: 'webhook:remove',
  summary: 'Removes a webhook with its deliveries.',
  method: 'DELETE',
  path: '/organisations/:organisation/webhooks/:webhook',
  who,
  limit: writing,
  params: one,
  output: done,
  errors: ['unavailable'],
});

export const DeliveryState = z.enum(['waiting', 'sent', 'failed', 'dropped']);

/** One event that was or will be sent to a webhook. */
export const Delivery = z.object({
  id: DeliveryId,
  /** One of `webhookEvents`, or `test`. */
  event: z.string(),
  /** When it happened, epoch ms. */
  at: z.number(),
  state: DeliveryState,
  tries: z.int(),
  /** The last try, epoch ms. */
  triedAt: z.optional(z.number()),
  /** The HTTP status of the last try. */
  status: z.optional(z.int()),
  /** Why the last try got no answer; one of `OutwardFailure`. */
  reason: z.optional(z.string()),
});
export type Delivery = z.infer<typeof Delivery>;

export const listDeliveries = endpoint({
  name: 'webhook:deliveries',
  summary: 'Returns the deliveries of a webhook from the last week, newest first, 50 at once.',
  method: 'GET',
  path: '/organisations/:organisation/webhooks/:webhook/deliveries',
  who,
  limit: reading,
  params: one,
  /** `next` of the page before. */
  query: z.strictObject({ before: z.optional(z.string().check(z.regex(/^[1-9][0-9]{0,14}$/))) }),
  output: z.object({ deliveries: z.array(Delivery), next: z.optional(z.string()) }),
  errors: ['unavailable'],
});

export const sendAgain = endpoint({
  name: 'webhook:sendAgain',
  summary: 'Sends a delivery that is over once more, under its old id.',
  method: 'POST',
  path: '/organisations/:organisation/webhooks/:webhook/deliveries/:delivery/again',
  who,
  limit: writing,
  params: { ...one, delivery: DeliveryId },
  input: z.strictObject({}),
  output: done,
  errors: ['conflict', 'unavailable'],
});

export const testWebhook = endpoint({
  name: 'webhook:test',
  summary: 'Sends a delivery of the type `test`, which says nothing.',
  method: 'POST',
  path: '/organisations/:organisation/webhooks/:webhook/test',
  who,
  limit: writing,
  params: one,
  input: z.strictObject({}),
  output: z.object({ id: DeliveryId }),
  errors: ['conflict', 'unavailable'],
});
