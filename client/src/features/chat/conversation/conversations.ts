import { isStaff } from '@plenum/shared/core/abilities';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { otherEnd } from '@plenum/shared/features/chat/channels';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useMeeting } from '../../../app/session.ts';
import { type MeetingState, stateOf } from '../../../core/store.ts';
import type { ChatDesk } from '../desk/ChatDesk.ts';
import { unseen } from '../desk/places.ts';
import { useDesk } from '../useChat.ts';

/** One line of the list of conversations. */
export interface Conversation {
  readonly channel: ChannelId;
  /** The other member of a talk. */
  readonly other: { readonly id: string; readonly name: string; readonly here: boolean } | undefined;
  readonly last: ChatMessage | undefined;
  readonly unread: number;
}

type DeskState = ReturnType<ChatDesk['store']['getState']>;

/** Returns everybody's conversation, the moderators', and then the talks with the latest message first. */
export function conversationsOf(
  state: Pick<MeetingState, 'states' | 'me'>,
  { places, newTalks, hidden }: DeskState,
): readonly Conversation[] {
  const { talks } = stateOf(state, chat);
  const { members } = stateOf(state, presence);
  const seesAll = state.me.abilities.includes('memberSee');
  const of = (channel: ChannelId): Conversation => {
    const messages = messagesIn(stateOf(state, chat), channel);
    const id = otherEnd(channel, state.me.id);
    const known = talks[channel]?.ends.find((end) => end.id === id) ?? newTalks[channel];
    const name = members[id ?? '']?.name ?? known?.name ?? '';
    return {
      channel,
      other: id === undefined ? undefined : { id, name, here: members[id] !== undefined || !seesAll },
      last: messages.at(-1),
      unread: unseen(messages, places[channel]?.seen, state.me.id).length,
    };
  };
  const isShown = ({ channel, last }: Conversation) =>
    hidden[channel] === undefined || hidden[channel] !== (last?.id ?? '');
  const channels = [...new Set([...Object.keys(talks), ...Object.keys(newTalks)])];
  const shown = channels.map(of).filter(isShown);
  return [
    of('all'),
    ...(isStaff(state.me) ? [of('staff')] : []),
    ...shown.toSorted((a, b) => (b.last?.at ?? Infinity) - (a.last?.at ?? Infinity)),
  ];
}

/** The conversations of this person. */
export function useConversations(): readonly Conversation[] {
  const desk = useStore(useDesk().store);
  const states = useMeeting((all) => all.states);
  const me = useMeeting((all) => all.me);
  return useMemo(() => conversationsOf({ states, me }, desk), [states, me, desk]);
}

/** The number of unseen messages of others, in all conversations. */
export function useUnread(): number {
  const desk = useStore(useDesk().store);
  return useMeeting((state) => conversationsOf(state, desk).reduce((sum, { unread }) => sum + unread, 0));
}
