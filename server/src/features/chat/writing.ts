import { isStaff } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId, MessageId } from '@plenum/shared/core/ids';
import { type ChannelId, otherEnd, talkOf } from '@plenum/shared/features/chat/channels';
import type { ChatFile, ChatMessage, Ends, Mention } from '@plenum/shared/features/chat/contract';
import { mentionsIn } from '@plenum/shared/features/chat/mentions';
import { quoteOf } from '@plenum/shared/features/chat/messages';
import { trim } from './retention.ts';
import { type CallerContext, type ChatContext, audienceOf, requireMessage, requireWriter, to } from './rights.ts';

interface Writing {
  readonly text?: string | undefined;
  readonly reply?: MessageId | undefined;
  readonly files?: readonly FileId[] | undefined;
}

/** Sends a message. The server sets sender, quote and mentions, and checks the files. Returns the id of the message. */
export function write(context: CallerContext, channel: ChannelId, { text = '', reply, files = [] }: Writing) {
  requireWriter(context, channel);
  if (text === '' && files.length === 0) throw new AppError('invalid', 'A message needs text or a file.');
  const { member } = context;
  const attached = requireUploads(context, files);
  const mentions = mentionsFor(context, channel, text);
  const message: ChatMessage = {
    id: context.newId(),
    from: member.id,
    name: member.name,
    ...(isStaff(member) ? { role: member.role } : {}),
    text,
    at: context.now(),
    ...(reply === undefined ? {} : { reply: quoteOf(requireMessage(context, channel, reply)) }),
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(attached.length > 0 ? { files: attached } : {}),
  };
  const ends = endsOf(context, channel);
  context.emit('sent', { ...message, channel, ...(ends ? { ends } : {}) }, to(audienceOf(context, channel)));
  trim(context, channel);
  return { id: message.id };
}

/** A message to everybody from the program that made the meeting. */
export interface ProgramMessage {
  readonly name: string;
  readonly text: string;
}

/** The sender of the messages of programs; no member has this id. */
const programId = 'program';

/** Sends a message of a program. It mentions and answers nobody. */
export function writeForProgram(context: ChatContext, { name, text }: ProgramMessage): void {
  const message = { id: context.newId(), from: programId, name, text, at: context.now() };
  context.emit('sent', { ...message, channel: 'all' });
  trim(context, 'all');
}

/** The members of the conversation whom a text mentions, without its writer. */
export function mentionsFor(context: CallerContext, channel: ChannelId, text: string): Mention[] {
  const audience = audienceOf(context, channel);
  // A member who may not see people must not find out who is here by mentioning names.
  const others = context.members.filter(
    (one) =>
      one.id !== context.member.id && (audience?.includes(one.id) ?? true) && context.knows(context.member.id, one.id),
  );
  return mentionsIn(text, others);
}

/** @throws AppError `forbidden` without the right to send files, `notFound` for a file that the caller did not upload, or sent before */
function requireUploads({ state, member }: CallerContext, files: readonly FileId[]): ChatFile[] {
  if (files.length > 0 && !member.abilities.includes('chatAttach')) {
    throw new AppError('forbidden', 'You may not send files.');
  }
  const waiting = Object.hasOwn(state.uploads, member.id) ? (state.uploads[member.id] ?? []) : [];
  return [...new Set(files)].map((id) => {
    const file = waiting.find((one) => one.id === id);
    if (!file) throw new AppError('notFound', 'This file is not among your uploads.');
    return file;
  });
}

/** Both members of a talk with their present names, in the order of its id. */
function endsOf(context: CallerContext, channel: ChannelId): Ends | undefined {
  const { member } = context;
  const end = otherEnd(channel, member.id);
  const other = end === undefined ? undefined : context.find(end);
  if (!other) return undefined;
  const [one, two] = talkOf(member.id, other.id).startsWith(`${member.id}.`) ? [member, other] : [other, member];
  return [
    { id: one.id, name: one.name },
    { id: two.id, name: two.name },
  ];
}
