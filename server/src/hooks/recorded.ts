import type { WebhookEvent } from '@plenum/shared/api/webhook/events';
import * as z from 'zod/mini';
import type { HookRow, NewDelivery, RecordEventRow } from '../storage/recordPorts.ts';
import { ownDelivery } from './HookReader.ts';

const Details = z.object({
  title: z.string(),
  space: z.nullable(z.string()),
  spaceTitle: z.string(),
  organisation: z.nullable(z.string()),
  startedAt: z.number(),
  duration: z.number(),
});
const What = z.enum(['ready', 'published', 'unpublished', 'deleted']);
type RecordingEvent = Extract<WebhookEvent, `recording.${string}`>;

/** The organisation that a change of a record belongs to. */
export function organisationOf({ details }: RecordEventRow): string | null {
  return Details.parse(JSON.parse(details)).organisation;
}

/** The deliveries of a change of a record. @throws when it cannot be read */
export function recordDeliveries(row: RecordEventRow, hooks: readonly HookRow[]): NewDelivery[] {
  const { title, space, spaceTitle, organisation, startedAt, duration } = Details.parse(JSON.parse(row.details));
  const type: RecordingEvent = `recording.${What.parse(row.what)}`;
  const fact = { type, data: { recording: { id: row.about, title, startedAt, duration } } };
  const place = { organisation, space, spaceTitle, title };
  const happening = { room: row.room, at: row.at, key: `record ${row.n}`, fact };
  return hooks.flatMap((hook) => ownDelivery(hook, place, happening) ?? []);
}
