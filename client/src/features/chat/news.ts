import type { StateOf } from '@plenum/shared/core/contract';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';

/** The kinds of messages from this person's view; notices for each kind can be switched off. */
export type NewsKind = 'everyone' | 'mentions' | 'private';

/** Remembers the announced messages. Lives as long as the session, so that no message is announced twice. */
export class Unheard {
  /** The last announced message, by conversation. */
  readonly #told = new Map<ChannelId, string | undefined>();
  #isFirst = true;

  static readonly of = perSession((_session: MeetingSession) => new Unheard());

  /** Returns the messages of others since the last call, by conversation. Messages present at the first call do not count. */
  take(state: StateOf<typeof chat>, me: string): ReadonlyMap<ChannelId, readonly ChatMessage[]> {
    const news = new Map<ChannelId, readonly ChatMessage[]>();
    for (const channel of ['all', 'staff', ...Object.keys(state.talks)]) {
      const messages = messagesIn(state, channel);
      const last = messages.at(-1)?.id;
      const told = this.#told.get(channel);
      if (last === told) continue;
      this.#told.set(channel, last);
      const from = messages.findLastIndex(({ id }) => id === told) + 1;
      const fresh = messages.slice(from).filter(({ from: by, notice, deleted }) => by !== me && !notice && !deleted);
      if (!this.#isFirst && fresh.length > 0) news.set(channel, fresh);
    }
    this.#isFirst = false;
    return news;
  }
}

/** Returns the kind of several messages: the one that concerns this person most. */
export function kindOf(messages: readonly ChatMessage[], channel: ChannelId, me: string): NewsKind {
  if (channel !== 'all') return 'private';
  const concerns = ({ mentions = [], reply }: ChatMessage) =>
    mentions.some(({ id }) => id === me) || reply?.from === me;
  return messages.some(concerns) ? 'mentions' : 'everyone';
}
