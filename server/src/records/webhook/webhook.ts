import type { ChangeWebhookInput, CreateWebhookInput, Delivery, Webhook } from '@plenum/shared/api/webhook/contract';
import { OffReason } from '@plenum/shared/api/webhook/contract';
import { type WebhookBody, WebhookEvent } from '@plenum/shared/api/webhook/events';
import type { Acting } from '@plenum/shared/core/asker';
import * as z from 'zod/mini';
import { type DeliveryRow, type HookRow, newHookRow } from '../../storage/recordPorts.ts';
import type { RecordParts } from '../parts.ts';

type In = { readonly acting: Acting; readonly organisation: string };
type About = In & { readonly webhook: string };

const Events = z.array(WebhookEvent);
const Spaces = z.array(z.string());

function webhookOf(row: HookRow): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: Events.parse(JSON.parse(row.events)),
    spaces: Spaces.parse(JSON.parse(row.spaces)),
    on: row.state === 'on',
    ...(row.reason !== null && { reason: OffReason.parse(row.reason) }),
    ...(row.failing_since !== null && { failingSince: row.failing_since }),
    dropped: row.dropped,
    createdAt: row.created_at,
  };
}

function deliveryOf({ id, event, at, state, tries, tried_at: triedAt, status, reason }: DeliveryRow): Delivery {
  return {
    id,
    event,
    at,
    state,
    tries,
    ...(triedAt !== null && { triedAt }),
    ...(status !== null && { status }),
    ...(reason !== null && { reason }),
  };
}

/** The rules about the webhooks of organisations. The store asks again who may. */
export class Webhooks {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async list(about: In): Promise<Webhook[]> {
    return (await this.#ask.list(about)).map(webhookOf);
  }

  async create({ acting, organisation }: In, { name, url, events, spaces = [] }: CreateWebhookInput) {
    const { newId, webhooks } = this.#parts;
    webhooks.check(url);
    const row = newHookRow({
      id: newId(),
      organisation,
      kind: 'own',
      name,
      url,
      events: JSON.stringify(events),
      spaces: JSON.stringify(spaces),
      created_at: acting.at,
    });
    await this.#ask.create({ acting, row });
    webhooks.wake();
    return { ...webhookOf({ ...row, n: 0 }), secret: webhooks.secretOf(row.id, 0) };
  }

  async change(about: About, set: ChangeWebhookInput): Promise<Webhook & { secret?: string }> {
    const { webhooks } = this.#parts;
    if (set.url !== undefined) webhooks.check(set.url);
    const row = await this.#ask.change({ ...about, set });
    webhooks.wake();
    return { ...webhookOf(row), ...(set.renewSecret && { secret: webhooks.secretOf(row.id, row.secret_turn) }) };
  }

  remove(about: About): Promise<void> {
    return this.#ask.remove(about);
  }

  async deliveries(about: About, before: string | undefined): Promise<{ deliveries: Delivery[]; next?: string }> {
    const { rows, more } = await this.#ask.deliveries({
      ...about,
      before: before === undefined ? undefined : Number(before),
    });
    const last = rows.at(-1);
    return { deliveries: rows.map(deliveryOf), ...(more && last && { next: String(last.n) }) };
  }

  async again(about: About, delivery: string): Promise<void> {
    await this.#ask.again({ ...about, delivery, at: about.acting.at });
    this.#parts.webhooks.wake();
  }

  /** Sends a delivery that says nothing. @returns its id */
  async test(about: About): Promise<{ id: string }> {
    const { organisation, webhook, acting } = about;
    const id = this.#parts.newId();
    const body: WebhookBody = { id, type: 'test', at: acting.at, organisation, data: {} };
    // In a lane of its own: it waits for no event.
    const delivery = { id, hook: webhook, event: 'test', room: '', body: JSON.stringify(body), at: acting.at };
    await this.#ask.test({ ...about, delivery });
    this.#parts.webhooks.wake();
    return { id };
  }

  get #ask() {
    return this.#parts.store.ask.webhooks;
  }
}
