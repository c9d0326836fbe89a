import { isStaff } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, MessageId } from '@plenum/shared/core/ids';
import { type ChannelId, otherEnd } from '@plenum/shared/features/chat/channels';
import type { chat, ChatMessage } from '@plenum/shared/features/chat/contract';
import { visibleIn } from '@plenum/shared/features/chat/reduce';
import type { Context, MemberView } from '../../room/serve.ts';

export type ChatContext = Context<typeof chat>;
/** The context of a command: the caller is known. */
export type CallerContext = ChatContext & { readonly member: MemberView };

/** Adds and removes readers of the moderators' channel by the present roles. */
export function updateStaff(context: ChatContext): void {
  const staff = context.members.filter(isStaff).map(({ id }) => id);
  const { staffers } = context.state;
  for (const member of Object.keys(staffers)) {
    if (!staff.includes(member)) context.emit('staffRemoved', { member }, { to: [member] });
  }
  const since = context.state.staff.at(-1)?.id ?? '';
  for (const member of staff) {
    if (!Object.hasOwn(staffers, member)) context.emit('staffAdded', { member, since }, { to: [member] });
  }
}

/** @throws AppError `forbidden` when the caller may not write there now, `notFound` when the caller does not see the conversation */
export function requireWriter(context: CallerContext, channel: ChannelId): void {
  const { member } = context;
  if (!mayWrite(context, channel, member)) throw new AppError('forbidden', 'You may not write here.');
}

function mayWrite(context: ChatContext, channel: ChannelId, member: MemberView): boolean {
  switch (channel) {
    case 'all':
      return member.abilities.includes('chatSend');
    case 'staff':
      return isStaff(member);
    default: {
      const other = requireOther(context, channel, member.id);
      return member.abilities.includes('chatPrivate') || isStaff(member) || isStaff(other);
    }
  }
}

/**
 * The other member of a talk. @throws AppError `notFound` unless the talk is this member's and the other one is in the room,
 * and either the talk exists or the member may know the other.
 */
function requireOther(context: ChatContext, channel: ChannelId, member: MemberId): MemberView {
  const { state } = context;
  const id = otherEnd(channel, member);
  const isOpen = id !== undefined && (Object.hasOwn(state.talks, channel) || context.knows(member, id));
  const other = id === member || !isOpen ? undefined : context.find(id);
  // One answer for a talk of others and for one whose other member has left, so that neither is revealed.
  if (!other) throw new AppError('notFound', 'This person is not in the meeting.');
  return other;
}

/** The members who get the events of a conversation; undefined: everybody. */
export function audienceOf({ state }: ChatContext, channel: ChannelId): readonly MemberId[] | undefined {
  if (channel === 'all') return undefined;
  return channel === 'staff' ? Object.keys(state.staffers) : channel.split('.');
}

/** @throws AppError `notFound` unless the caller sees this message and it is neither deleted nor a notice */
export function requireMessage({ state, member }: CallerContext, channel: ChannelId, id: MessageId): ChatMessage {
  const message = visibleIn(state, channel, member.id).find((one) => one.id === id);
  if (!message || message.deleted || message.notice) throw new AppError('notFound', 'There is no such message.');
  return message;
}

/** Options of an event for these members; for everybody when undefined. */
export function to(members: readonly MemberId[] | undefined): { readonly to?: readonly MemberId[] } {
  return members ? { to: members } : {};
}
