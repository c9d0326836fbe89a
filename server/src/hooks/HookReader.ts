import type { WebhookBody } from '@plenum/shared/api/webhook/events';
import { WebhookEvent } from '@plenum/shared/api/webhook/events';
import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import * as z from 'zod/mini';
import type { DurableReader } from '../readers/DurableReader.ts';
import type { RoomReport } from '../room/ports.ts';
import type { HookRow, NewDelivery, Place } from '../storage/recordPorts.ts';
import type { Call, Store } from '../storage/ports.ts';
import { bbbEntries, bbbEventsOf } from './bbb/events.ts';
import { bbbDeliveries, programsOf } from './bbb/programs.ts';
import { deliveryId } from './signing.ts';
import { type Fact, follow, newStory, pastEntries, type Story, toldEntries } from './story.ts';

/** The rooms whose story is remembered, so that it need not be read again. */
const mostStories = 500;
const Names = z.array(z.string());

interface HookReaderOptions {
  readonly store: Pick<Store, 'ask' | 'calls'>;
  readonly report: RoomReport;
  /** True when there is no hook at all on this server. */
  readonly isIdle: () => boolean;
  /** Called when deliveries have been written. */
  readonly onWritten: () => void;
}

/** The reader that turns what happens in rooms into deliveries, each exactly once. */
export class HookReader implements DurableReader {
  readonly name = 'hooks';
  readonly wants = [...toldEntries, ...bbbEntries];
  readonly #options: HookReaderOptions;
  readonly #stories = new Map<RoomId, Story>();

  constructor(options: HookReaderOptions) {
    this.#options = options;
  }

  isIdle(): boolean {
    return this.#options.isIdle();
  }

  onCommitted(): void {
    this.#options.onWritten();
  }

  async handle(room: RoomId, entries: readonly LogEntry[]): Promise<readonly Call[]> {
    const { ask, calls } = this.#options.store;
    const place = await ask.deliveries.placeOf({ room });
    // A breakout room is part of its meeting; only the programs that made it hear of it.
    const hooks = !place || place.parent !== null ? [] : await ask.deliveries.hooksOf(place);
    const bbb = await this.#bbbDeliveries(room, entries);
    const [first] = entries;
    if (!place || !first || hooks.length === 0) {
      this.#stories.delete(room);
      return bbb.length === 0 ? [] : [calls.deliveries.add({ room, list: bbb })];
    }
    const story = await this.#storyBefore(room, first.seq);
    const list = entries.flatMap((entry) =>
      this.#factsOf(room, story, entry).flatMap((fact, index) => {
        const event = { room, at: entry.at, key: `${room} ${entry.seq} ${index}` };
        return hooks.flatMap((hook) => ownDelivery(hook, place, { ...event, fact }) ?? []);
      }),
    );
    const all = [...bbb, ...list];
    return all.length === 0 ? [] : [calls.deliveries.add({ room, list: all })];
  }

  /** What programs hear of these entries that made the meeting with BigBlueButton's API. */
  async #bbbDeliveries(room: RoomId, entries: readonly LogEntry[]): Promise<NewDelivery[]> {
    const { store, report } = this.#options;
    const found = await programsOf(store, room);
    if (!found || found.hooks.length === 0) return [];
    return entries.flatMap((entry) => {
      try {
        const events = bbbEventsOf(entry, found.userIdOf);
        return events.flatMap((event, index) =>
          bbbDeliveries(found, event, { room, at: entry.at, key: `${room} ${entry.seq} ${index}` }),
        );
      } catch (error) {
        report.failed(room, 'telling programs of an event', error);
        return [];
      }
    });
  }

  #factsOf(room: RoomId, story: Story, entry: LogEntry): readonly Fact[] {
    try {
      return follow(story, entry);
    } catch (error) {
      // A second try would fail in the same way.
      this.#options.report.failed(room, 'telling webhooks of an event', error);
      return [];
    }
  }

  /** What the log says before an entry. */
  async #storyBefore(room: RoomId, before: number): Promise<Story> {
    const known = this.#stories.get(room);
    // Entries that come again, after a failure, are in it already.
    const story = known && known.upTo < before ? known : newStory();
    this.#stories.delete(room);
    for (let after = story.upTo; ; ) {
      const input = { room, after, before, wants: pastEntries };
      const page = await this.#options.store.ask.deliveries.past(input);
      for (const entry of page.entries) this.#factsOf(room, story, entry);
      if (page.next === undefined) break;
      after = page.next;
    }
    this.#stories.set(room, story);
    const [oldest] = this.#stories.keys();
    if (this.#stories.size > mostStories && oldest !== undefined) this.#stories.delete(oldest);
    return story;
  }
}

/** One event of a meeting. */
interface Happening {
  readonly room: RoomId;
  readonly at: number;
  /** Unique among events, and the same when the event is read again. */
  readonly key: string;
  readonly fact: Fact;
}

/** The delivery of an event to a webhook of the organisation; undefined when the webhook does not want it. */
export function ownDelivery(
  hook: HookRow,
  { organisation, space, spaceTitle, title }: Pick<Place, 'organisation' | 'space' | 'spaceTitle' | 'title'>,
  { room, at, key, fact }: Happening,
): NewDelivery | undefined {
  if (organisation === null || space === null || at < hook.created_at) return undefined;
  const [events, spaces] = [Names.parse(JSON.parse(hook.events)), Names.parse(JSON.parse(hook.spaces))];
  if (!events.includes(WebhookEvent.parse(fact.type)) || (spaces.length > 0 && !spaces.includes(space)))
    return undefined;
  const id = deliveryId(hook.id, key);
  const meeting = { room, title, space, spaceTitle: spaceTitle ?? '' };
  const body: WebhookBody = { id, type: fact.type, at, organisation, meeting, data: fact.data };
  return { id, hook: hook.id, event: fact.type, room, body: JSON.stringify(body), at };
}
