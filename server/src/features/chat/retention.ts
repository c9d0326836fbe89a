import type { MemberId } from '@plenum/shared/core/ids';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatFile, ChatMessage } from '@plenum/shared/features/chat/contract';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { audienceOf, type ChatContext, to } from './rights.ts';

/** A conversation may be longer by this much before it is cut, so that not every message cuts it. */
const slack = 1.1;

/** Says that files are no longer carried by any message, so that they leave the disk. */
export function release(context: ChatContext, files: readonly ChatFile[]): void {
  if (files.length > 0) context.emit('released', { files: files.map(({ id }) => id) }, { to: [] });
}

/** The files that these messages carry. */
export function filesOf(messages: readonly ChatMessage[]): ChatFile[] {
  return messages.flatMap(({ files }) => files ?? []);
}

/** Keeps memory and snapshots bounded: gives up the oldest of a conversation that has become too long. */
export function trim(context: ChatContext, channel: ChannelId): void {
  cut(context, channel, mostKept(channel));
  if (channel === 'all' || channel === 'staff') return;
  const talks = Object.entries(context.state.talks);
  const total = talks.reduce((sum, [, { messages }]) => sum + messages.length, 0);
  if (total <= chatLimits.talksHistory * slack) return;
  const [longest, { messages }] = talks.reduce((a, b) => (b[1].messages.length > a[1].messages.length ? b : a));
  cut(context, longest, Math.floor(messages.length / 2 / slack));
}

function mostKept(channel: ChannelId): number {
  if (channel === 'all') return chatLimits.history;
  return channel === 'staff' ? chatLimits.staffHistory : chatLimits.talkHistory;
}

function cut(context: ChatContext, channel: ChannelId, kept: number): void {
  const messages = messagesIn(context.state, channel);
  const first = messages.at(-kept);
  if (messages.length <= kept * slack || !first) return;
  release(context, filesOf(messages.slice(0, -kept)));
  context.emit('trimmed', { channel, before: first.id }, to(audienceOf(context, channel)));
}

/** Somebody has left: what they brought is not going to be sent, and talks that nobody reads any more end. */
export function tidyAfter(context: ChatContext, member: MemberId): void {
  const { uploads, talks } = context.state;
  const waiting = Object.hasOwn(uploads, member) ? (uploads[member] ?? []) : [];
  for (const { id: file } of waiting) context.emit('discarded', { member, file }, { to: [] });
  release(context, waiting);
  for (const [channel, { messages }] of Object.entries(talks)) {
    if (channel.split('.').some((end) => context.find(end))) continue;
    release(context, filesOf(messages));
    context.emit('talkEnded', { channel }, { to: [] });
  }
}

/** The same when all have left at once. */
export function tidyAfterAll(context: ChatContext): void {
  const { uploads, talks } = context.state;
  const told = Object.values(talks).flatMap(({ messages }) => filesOf(messages));
  release(context, [...Object.values(uploads).flat(), ...told]);
  if (Object.keys(uploads).length + Object.keys(talks).length > 0) context.emit('allTalksEnded', {}, { to: [] });
}

/** A file has come in for a member who may send it. The oldest of too many is given up. */
export function takeUpload(context: ChatContext, member: MemberId, file: ChatFile): void {
  if (!context.find(member)) return release(context, [file]);
  context.emit('uploaded', { member, file }, { to: [member] });
  const [oldest, ...others] = context.state.uploads[member] ?? [];
  if (!oldest || others.length < chatLimits.filesWaiting) return;
  context.emit('discarded', { member, file: oldest.id }, { to: [member] });
  release(context, [oldest]);
}
