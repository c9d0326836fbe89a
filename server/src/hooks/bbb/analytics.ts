import { createHmac } from 'node:crypto';
import type { LogEntry } from '@plenum/shared/core/log';
import { chat } from '@plenum/shared/features/chat/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { optionsOf } from '@plenum/shared/features/poll/setup';
import { presence } from '@plenum/shared/features/presence/contract';
import type { OutwardRequest } from '../../outward/ports.ts';
import type { Store } from '../../storage/ports.ts';
import { payloadOf } from '../story.ts';
import type { BbbMeeting, UserIdOf } from './events.ts';

/** The entries of a log that say who was there, for how long, and how often they wrote. */
const wants = [
  { feature: presence.name, events: ['joined', 'left', 'everyoneLeft'] },
  { feature: chat.name, events: ['sent'] },
  { feature: poll.name, events: ['opened'] },
];
/** How long the token of the request is valid, in s. */
const validS = 24 * 3_600;

interface Attendee {
  readonly name: string;
  readonly moderator: boolean;
  readonly joins: number[];
  readonly leaves: number[];
  chats: number;
}

interface Poll {
  readonly id: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly start: string;
}

const timeOf = (at: number) => new Date(at).toISOString();

/** What happened in a meeting, by person, as it is gathered from the log. */
class Learning {
  readonly #userIdOf: UserIdOf;
  readonly #attendees = new Map<string, Attendee>();
  readonly polls: Poll[] = [];

  constructor(userIdOf: UserIdOf) {
    this.#userIdOf = userIdOf;
  }

  add(entry: LogEntry): void {
    const { feature, event, at } = entry;
    if (feature === presence.name && event === 'joined') {
      const { id, name, role } = presence.events.joined.payload.parse(payloadOf(presence, entry));
      this.#of(id, { name, moderator: role === 'host' || role === 'moderator' }).joins.push(at);
    } else if (feature === presence.name && event === 'left') {
      this.#of(presence.events.left.payload.parse(payloadOf(presence, entry)).id).leaves.push(at);
    } else if (feature === presence.name) this.end(at);
    else if (feature === poll.name) {
      const { id, setup } = poll.events.opened.payload.parse(payloadOf(poll, entry)).poll;
      this.polls.push({ id, question: setup.question, options: optionsOf(setup.choice), start: timeOf(at) });
    } else {
      const { channel, from, notice } = chat.events.sent.payload.parse(payloadOf(chat, entry));
      if (channel === 'all' && entry.to === undefined && notice === undefined) this.#of(from).chats += 1;
    }
  }

  /** Everybody who is still there leaves. */
  end(at: number): void {
    for (const { joins, leaves } of this.#attendees.values()) while (leaves.length < joins.length) leaves.push(at);
  }

  /** In the form of BigBlueButton. What is not in the log of a meeting here, such as the time that somebody talked, is 0. */
  attendees(): readonly object[] {
    const all = [...this.#attendees].filter(([, { joins }]) => joins.length > 0);
    return all.map(([id, { name, moderator, joins, leaves, chats }]) => {
      return {
        ext_user_id: id,
        name,
        moderator,
        joins: joins.map(timeOf),
        leaves: leaves.map(timeOf),
        duration: Math.round(spentIn(joins, leaves) / 1_000),
        recent_talking_time: '',
        engagement: { chats, talks: 0, raisehand: 0, emojis: 0, poll_votes: 0, talk_time: 0 },
      };
    });
  }

  /** The windows of one person count together. */
  #of(member: string, { name = '', moderator = false } = {}): Attendee {
    const id = this.#userIdOf(member) ?? member;
    const found = this.#attendees.get(id) ?? { name, moderator, joins: [], leaves: [], chats: 0 };
    this.#attendees.set(id, found);
    return found;
  }
}

/** The time in ms in which at least one window is open. */
function spentIn(joins: readonly number[], leaves: readonly number[]): number {
  const steps = [...joins.map((at) => ({ at, by: 1 })), ...leaves.map((at) => ({ at, by: -1 }))];
  let [windows, since, spent] = [0, 0, 0];
  for (const { at, by } of steps.toSorted((a, b) => a.at - b.at || b.by - a.by)) {
    if (windows > 0) spent += at - since;
    windows = Math.max(0, windows + by);
    since = at;
  }
  return spent;
}

/** What `meta_analytics-callback-url` gets of a meeting that ended: who was there, and what polls asked, without any vote. */
export async function learningData(
  store: Pick<Store, 'ask'>,
  { room, meeting, userIdOf }: { readonly room: string; readonly meeting: BbbMeeting; readonly userIdOf: UserIdOf },
  endedAt: number,
): Promise<object> {
  const learning = new Learning(userIdOf);
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<typeof store.ask.deliveries.past>> = await store.ask.deliveries.past({
      room,
      after,
      before: Number.MAX_SAFE_INTEGER,
      wants,
    });
    for (const entry of page.entries) learning.add(entry);
    after = page.next;
  }
  learning.end(endedAt);
  const { meetingId, internalId, name, parent, parameters, createdAt } = meeting;
  const metadata = Object.entries(parameters).flatMap(([key, value]) => {
    const own = /^meta_([a-zA-Z][a-zA-Z0-9-]*)$/.exec(key)?.[1]?.toLowerCase();
    return own === undefined ? [] : [[own.replaceAll('-', '_'), value] as const];
  });
  return {
    version: '1.0',
    meeting_id: meetingId,
    internal_meeting_id: internalId,
    data: {
      metadata: { ...Object.fromEntries(metadata), meeting_name: name, is_breakout: parent !== null },
      duration: Math.round((endedAt - createdAt) / 1_000),
      start: timeOf(createdAt),
      finish: timeOf(endedAt),
      attendees: learning.attendees(),
      files: [],
      polls: learning.polls.map((one) => ({ ...one, type: 'CUSTOM', published: false, votes: {} })),
    },
  };
}

/** The request with learning data, and a token of the secret of the API. @param now epoch ms */
export function analyticsRequest(
  url: string,
  { body, secret, now }: { readonly body: string; readonly secret: string; readonly now: number },
): Pick<OutwardRequest, 'method' | 'url' | 'headers' | 'body'> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS512', typ: 'JWT' })}.${part({ exp: Math.floor(now / 1_000) + validS })}`;
  const token = `${signed}.${createHmac('sha512', secret).update(signed).digest('base64url')}`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return { method: 'POST', url, headers, body };
}
