import type { MemberId } from '@plenum/shared/core/ids';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatFile, ChatMessage } from '@plenum/shared/features/chat/contract';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { audienceOf, type ChatContext, to } from './rights.ts';

/** A conversation is trimmed only when it is longer than its bound by this factor, so that not every message trims it. */
const slack = 1.1;

/** Emits that no message carries these files any more, so that they leave the disk. */
export function release(context: ChatContext, files: readonly ChatFile[]): void {
  if (files.length > 0) context.emit('released', { files: files.map(({ id }) => id) }, { to: [] });
}

/** The files of these messages. */
export function filesOf(messages: readonly ChatMessage[]): ChatFile[] {
  return messages.flatMap(({ files }) => files ?? []);
}

/** Drops the oldest messages of a conversation that is too long, so that memory and snapshots stay bounded. */
export function trim(context: ChatContext, channel: ChannelId): void {
  dropOldest(context, channel, boundOf(channel));
  if (channel === 'all' || channel === 'staff') return;
  const talks = Object.entries(context.state.talks);
  const total = talks.reduce((sum, [, { messages }]) => sum + messages.length, 0);
  if (total <= chatLimits.talksHistory * slack) return;
  const [longest, { messages }] = talks.reduce((a, b) => (b[1].messages.length > a[1].messages.length ? b : a));
  dropOldest(context, longest, Math.floor(messages.length / 2 / slack));
}

function boundOf(channel: ChannelId): number {
  if (channel === 'all') return chatLimits.history;
  return channel === 'staff' ? chatLimits.staffHistory : chatLimits.talkHistory;
}

function dropOldest(context: ChatContext, channel: ChannelId, kept: number): void {
  const messages = messagesIn(context.state, channel);
  const first = messages.at(-kept);
  if (messages.length <= kept * slack || !first) return;
  release(context, filesOf(messages.slice(0, -kept)));
  context.emit('trimmed', { channel, before: first.id }, to(audienceOf(context, channel)));
}

/** Drops a leaving member's uploads that were not sent, and ends talks without a member in the room. */
export function cleanUpAfter(context: ChatContext, member: MemberId): void {
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

/** The same when all members left at once. */
export function cleanUpAfterAll(context: ChatContext): void {
  const { uploads, talks } = context.state;
  const sent = Object.values(talks).flatMap(({ messages }) => filesOf(messages));
  release(context, [...Object.values(uploads).flat(), ...sent]);
  if (Object.keys(uploads).length + Object.keys(talks).length > 0) context.emit('allTalksEnded', {}, { to: [] });
}

/** Keeps an uploaded file for the member who may send it. Beyond the bound, the oldest upload is dropped. */
export function keepUpload(context: ChatContext, member: MemberId, file: ChatFile): void {
  if (!context.find(member)) return release(context, [file]);
  context.emit('uploaded', { member, file }, { to: [member] });
  const [oldest, ...others] = context.state.uploads[member] ?? [];
  if (!oldest || others.length < chatLimits.filesWaiting) return;
  context.emit('discarded', { member, file: oldest.id }, { to: [member] });
  release(context, [oldest]);
}
