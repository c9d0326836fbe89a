import type { Session } from '@plenum/client/core/session';
import { type MeetingState, stateOf } from '@plenum/client/core/store';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { chat } from '@plenum/shared/features/chat/contract';

/** A member who can receive messages. */
export interface Peer {
  readonly name: string;
  readonly member: string;
}

/** A conversation as a member's state holds it: its newest messages. */
interface Conversation {
  readonly channel: string;
  readonly messages: readonly { readonly id: string; readonly text: string }[];
}

/** A kind of conversation. */
export interface Way {
  readonly name: string;
  /** Number of receivers of one message; undefined: everybody. */
  readonly others?: number;
  say(session: Session, text: string, to: readonly Peer[]): Promise<unknown>;
  conversations(state: MeetingState): readonly Conversation[];
}

export const toEveryone: Way = {
  name: 'everyone',
  say: (session, text) => session.send(chat, 'send', { text }),
  conversations: (state) => [{ channel: 'all', messages: stateOf(state, chat).messages }],
};

const toOne: Way = {
  name: 'one',
  others: 1,
  say: async (session, text, [to]) => to && session.send(chat, 'sendPrivate', { to: to.member, text }),
  conversations: (state) =>
    Object.entries(stateOf(state, chat).talks).map(([channel, { messages }]) => ({ channel, messages })),
};

/** The kinds of conversation that the auditor checks; a new kind is one more entry. */
export const ways: readonly Way[] = [toEveryone, toOne];

/** All texts of each conversation of this kind, oldest first; asks the server for those that the state does not hold. */
export async function textsOf(session: Session, way: Way): Promise<string[][]> {
  return Promise.all(
    way.conversations(session.store.getState()).map(async ({ channel, messages }) => {
      const all = [...messages];
      // A conversation shorter than the window is complete.
      for (let more = messages.length >= chatLimits.window; more; ) {
        const [oldest] = all;
        if (!oldest) break;
        const page = await session.send(chat, 'older', { channel, before: oldest.id });
        all.unshift(...page.messages);
        more = page.more;
      }
      return all.map(({ text }) => text);
    }),
  );
}
