import { isStaff } from '@plenum/shared/core/abilities';
import type { MemberId } from '@plenum/shared/core/ids';
import { type ChannelId, otherEnd, talkOf } from '@plenum/shared/features/chat/channels';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useMeeting, useSession } from '../../app/session.ts';
import { useFeedItems } from './slot.ts';
import { type MeetingState, pendingOf, stateOf } from '../../core/store.ts';
import { ChatDesk } from './desk/ChatDesk.ts';
import { emptyPlace, type Place } from './desk/places.ts';
import { type Row, rowsOf } from './conversation/rows.ts';

/** This person's local state of the chat. */
export function useDesk(): ChatDesk {
  return ChatDesk.of(useSession());
}

/** This person's local state of one conversation. */
export function usePlace(channel: ChannelId): Place {
  return useStore(useDesk().store, ({ places }) => places[channel] ?? emptyPlace);
}

/** All messages of a conversation that are on this side, oldest first. */
export function useMessages(channel: ChannelId): readonly ChatMessage[] {
  const held = useMeeting((state) => messagesIn(stateOf(state, chat), channel));
  const { older } = usePlace(channel);
  return useMemo(() => (older.length > 0 ? [...older, ...held] : held), [older, held]);
}

/** The rows of a conversation, from the oldest message to those that are being sent. */
export function useRows(channel: ChannelId): readonly Row[] {
  const desk = useDesk();
  const messages = useMessages(channel);
  const pending = useMeeting(useShallow((state) => pendingIn(state, channel)));
  const failed = useStore(desk.store, (state) => state.failed);
  const { firstNew } = usePlace(channel);
  const items = useFeedItems();
  const isCut = desk.hasOlder(channel);
  return useMemo(
    () =>
      rowsOf({
        messages,
        firstNew,
        isCut,
        feed: channel === 'all' ? items : [],
        failed: failed.filter((each) => each.channel === channel),
        pending: pending.map(({ key, input }) => ({ key, text: input.text ?? '' })),
      }),
    [messages, firstNew, failed, pending, channel, items, isCut],
  );
}

type Sends = readonly { readonly key: string; readonly input: { readonly text?: string | undefined } }[];

function pendingIn(state: MeetingState, channel: ChannelId): Sends {
  if (channel === 'all') return pendingOf(state, chat, 'send');
  if (channel === 'staff') return pendingOf(state, chat, 'sendStaff');
  return pendingOf(state, chat, 'sendPrivate').filter(({ input }) => talkOf(state.me.id, input.to) === channel);
}

/** The other member of a talk, by the present name, or by the last known one. */
export interface Other {
  readonly id: MemberId;
  readonly name: string;
  readonly here: boolean;
}

export function useOther(channel: ChannelId): Other | undefined {
  const newTalks = useStore(useDesk().store, (state) => state.newTalks);
  return useMeeting(
    useShallow((state): Other | undefined => {
      const id = otherEnd(channel, state.me.id);
      if (id === undefined) return undefined;
      const member = stateOf(state, presence).members[id];
      const known = stateOf(state, chat).talks[channel]?.ends.find((end) => end.id === id) ?? newTalks[channel];
      return { id, name: member?.name ?? known?.name ?? '', here: member !== undefined || isHidden(state) };
    }),
  );
}

/** True when I may not see who is here; then nobody counts as gone. */
function isHidden({ me }: MeetingState): boolean {
  return !me.abilities.includes('memberSee');
}

/** Whether I may write in a conversation, or why not. */
export type Writable = 'yes' | 'locked' | 'left';

/** Whether I may write in this conversation now. */
export function useWritable(channel: ChannelId): Writable {
  return useMeeting((state) => writableIn(state, channel));
}

/** Applies the rules of the server, so that nobody types a message that would be refused. */
export function writableIn(state: MeetingState, channel: ChannelId): Writable {
  const { me } = state;
  if (channel === 'all') return me.abilities.includes('chatSend') ? 'yes' : 'locked';
  if (channel === 'staff') return isStaff(me) ? 'yes' : 'locked';
  const other = stateOf(state, presence).members[otherEnd(channel, me.id) ?? ''];
  if (!other && !isHidden(state)) return 'left';
  return me.abilities.includes('chatPrivate') || isStaff(me) || isStaff(other) ? 'yes' : 'locked';
}
