import type { WebhookData, WebhookEvent } from '@plenum/shared/api/webhook/events';
import type { Role } from '@plenum/shared/core/abilities';
import type { Contract } from '@plenum/shared/core/contract';
import type { LogEntry } from '@plenum/shared/core/log';
import { readPayload } from '@plenum/shared/core/versions';
import { chat } from '@plenum/shared/features/chat/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { optionsOf, type PollSetup } from '@plenum/shared/features/poll/setup';
import { presence } from '@plenum/shared/features/presence/contract';

const { joined, left, promoted, renamed } = presence.events;

/** The entries that webhooks tell, and those that say what these are about. */
export const toldEntries = [
  { feature: presence.name, events: ['joined', 'left', 'everyoneLeft', 'promoted', 'renamed'] },
  { feature: poll.name, events: ['opened', 'published'] },
  { feature: chat.name, events: ['sent'] },
];
/** The entries from before that are needed to understand later ones. */
export const pastEntries = [
  { feature: presence.name, events: ['joined', 'left', 'everyoneLeft', 'promoted', 'renamed'] },
  { feature: poll.name, events: ['opened'] },
];

/** A member who is here. */
interface Present {
  readonly name: string;
  readonly role: Role;
}

/** What is known of a room from its log up to an entry. */
export interface Story {
  /** The number of the last entry that is in it. */
  upTo: number;
  readonly here: Map<string, Present>;
  startedAt: number;
  readonly polls: Map<string, PollSetup>;
}

/** One event, in the words of webhooks. */
export type Fact = { [E in WebhookEvent]: { readonly type: E; readonly data: WebhookData[E] } }[WebhookEvent];

export function newStory(): Story {
  return { upTo: 0, here: new Map(), startedAt: 0, polls: new Map() };
}

/** The payload in the form of today's contract. @throws when it cannot be read */
export function payloadOf(contract: Contract, entry: LogEntry): unknown {
  const read = readPayload(contract, entry);
  if (read.kind === 'unreadable') throw new Error(`${entry.feature}:${entry.event} of entry ${entry.seq}: ${read.why}`);
  return read.value;
}

/** Brings the story up to an entry, and returns what the entry tells. @throws when its payload cannot be read */
export function follow(story: Story, entry: LogEntry): readonly Fact[] {
  story.upTo = entry.seq;
  switch (entry.feature) {
    case presence.name:
      return followPeople(story, entry, payloadOf(presence, entry));
    case poll.name:
      return followPolls(story, entry, payloadOf(poll, entry));
    case chat.name:
      return tellMessage(entry, payloadOf(chat, entry));
    default:
      return [];
  }
}

function followPeople(story: Story, { event, at }: LogEntry, payload: unknown): readonly Fact[] {
  const { here } = story;
  switch (event) {
    case 'joined': {
      const { id, name, role } = joined.payload.parse(payload);
      const isFirst = here.size === 0;
      if (isFirst) story.startedAt = at;
      here.set(id, { name, role });
      const comes: Fact = { type: 'participant.joined', data: { participant: { id, name, role } } };
      return isFirst ? [{ type: 'meeting.started', data: { startedAt: at } }, comes] : [comes];
    }
    case 'left': {
      const { id } = left.payload.parse(payload);
      const who = here.get(id);
      here.delete(id);
      if (!who) return [];
      const goes: Fact = { type: 'participant.left', data: { participant: { id, ...who } } };
      return here.size === 0 ? [goes, ended(story, at)] : [goes];
    }
    case 'everyoneLeft':
      if (here.size === 0) return [];
      here.clear();
      return [ended(story, at)];
    case 'promoted': {
      const { id, role } = promoted.payload.parse(payload);
      const who = here.get(id);
      if (who) here.set(id, { ...who, role });
      return [];
    }
    case 'renamed': {
      const { id, name } = renamed.payload.parse(payload);
      const who = here.get(id);
      if (who) here.set(id, { ...who, name });
      return [];
    }
    default:
      return [];
  }
}

function ended(story: Story, at: number): Fact {
  story.polls.clear();
  return { type: 'meeting.ended', data: { startedAt: story.startedAt, endedAt: at } };
}

function followPolls({ polls }: Story, { event }: LogEntry, payload: unknown): readonly Fact[] {
  if (event === 'opened') {
    const { id, setup } = poll.events.opened.payload.parse(payload).poll;
    polls.set(id, setup);
    return [];
  }
  const { poll: id, outcome } = poll.events.published.payload.parse(payload);
  const setup = polls.get(id);
  if (!setup) return [];
  const { question, secret, choice } = setup;
  const { result } = outcome;
  const counted = result.kind === 'counted' ? result : { ballots: 0, tally: [], texts: [] };
  const counts = new Map<string, number>();
  for (const text of counted.texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const typed = [...counts].map(([text, count]) => ({ text, count }));
  const given = optionsOf(choice).map((text, index) => ({ text, count: counted.tally[index] ?? 0 }));
  const options = result.kind === 'tooFew' ? [] : choice.kind === 'typed' ? typed : given;
  return [{ type: 'poll.published', data: { poll: { id, question, secret, options, ballots: counted.ballots } } }];
}

function tellMessage({ to }: LogEntry, payload: unknown): readonly Fact[] {
  const { channel, id, from, name, text, notice } = chat.events.sent.payload.parse(payload);
  // Only what everybody in the room may read.
  if (channel !== 'all' || to !== undefined || notice !== undefined) return [];
  return [{ type: 'chat.message', data: { message: { id, from, name, text } } }];
}
