import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, MessageId } from '@plenum/shared/core/ids';
import { type ChannelId, otherEnd } from '@plenum/shared/features/chat/channels';
import type { chat, ChatMessage } from '@plenum/shared/features/chat/contract';
import { visibleIn } from '@plenum/shared/features/chat/reduce';
import type { Context, MemberView } from '../../room/serve.ts';

export type ChatContext = Context<typeof chat>;
/** The context of a command: who asks is known. */
export type AskedChat = ChatContext & { readonly member: MemberView };

/** Hosts and moderators: the moderators' channel is theirs, and everybody may write to them. */
export function isStaff({ role }: MemberView): boolean {
  return role === 'host' || role === 'moderator';
}

/** Brings who sees the moderators' channel up to date with the roles of now. */
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

/** Throws unless the member may write there now. @throws AppError `forbidden`, `notFound` when they do not see it */
export function requireWriter(context: AskedChat, channel: ChannelId): void {
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
 * The other end of a talk, when it is this member's and somebody is there of whom they may know or who has talked with
 * them. @throws AppError `notFound`
 */
function requireOther(context: ChatContext, channel: ChannelId, member: MemberId): MemberView {
  const { state } = context;
  const id = otherEnd(channel, member);
  const isOpen = id !== undefined && (Object.hasOwn(state.talks, channel) || context.knows(member, id));
  const other = id === member || !isOpen ? undefined : context.find(id);
  // A talk of others is refused in the same words as one whose other end has left.
  if (!other) throw new AppError('notFound', 'This person is not in the meeting.');
  return other;
}

/** Who hears of what happens in a conversation; undefined: everybody. */
export function audienceOf({ state }: ChatContext, channel: ChannelId): readonly MemberId[] | undefined {
  if (channel === 'all') return undefined;
  return channel === 'staff' ? Object.keys(state.staffers) : channel.split('.');
}

/** A message that the member sees, and that is neither deleted nor a notice. @throws AppError `notFound` */
export function requireMessage({ state, member }: AskedChat, channel: ChannelId, id: MessageId): ChatMessage {
  const message = visibleIn(state, channel, member.id).find((one) => one.id === id);
  if (!message || message.deleted || message.notice) throw new AppError('notFound', 'There is no such message.');
  return message;
}

/** Options of an event that only a conversation may hear. */
export function to(members: readonly MemberId[] | undefined): { readonly to?: readonly MemberId[] } {
  return members ? { to: members } : {};
}
