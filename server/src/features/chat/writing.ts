import { AppError } from '@plenum/shared/core/errors';
import type { FileId, MessageId } from '@plenum/shared/core/ids';
import { type ChannelId, otherEnd, talkOf } from '@plenum/shared/features/chat/channels';
import type { ChatFile, ChatMessage, Ends, Mention } from '@plenum/shared/features/chat/contract';
import { mentionsIn } from '@plenum/shared/features/chat/mentions';
import { quoteOf } from '@plenum/shared/features/chat/messages';
import { trim } from './keeping.ts';
import { type AskedChat, audienceOf, isStaff, requireMessage, requireWriter, to } from './rights.ts';

interface Writing {
  readonly text?: string | undefined;
  readonly reply?: MessageId | undefined;
  readonly files?: readonly FileId[] | undefined;
}

/** Writes into a conversation what the server can vouch for: sender, quote, mentions and files are looked up here. */
export function write(context: AskedChat, channel: ChannelId, { text = '', reply, files = [] }: Writing) {
  requireWriter(context, channel);
  if (text === '' && files.length === 0) throw new AppError('invalid', 'This message is empty.');
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

/** The people of the conversation, the writer aside, whom a text mentions. */
export function mentionsFor(context: AskedChat, channel: ChannelId, text: string): Mention[] {
  const heard = audienceOf(context, channel);
  // Whoever may not see people cannot find out either who is here by calling names.
  const others = context.members.filter(
    (one) =>
      one.id !== context.member.id && (heard?.includes(one.id) ?? true) && context.knows(context.member.id, one.id),
  );
  return mentionsIn(text, others);
}

/** The files that this member has brought. @throws AppError `notFound` when one is not theirs, or was sent before */
function requireUploads({ state, member }: AskedChat, files: readonly FileId[]): ChatFile[] {
  if (files.length > 0 && !member.abilities.includes('chatAttach')) {
    throw new AppError('forbidden', 'You may not send files.');
  }
  const waiting = Object.hasOwn(state.uploads, member.id) ? (state.uploads[member.id] ?? []) : [];
  return [...new Set(files)].map((id) => {
    const file = waiting.find((one) => one.id === id);
    if (!file) throw new AppError('notFound', 'There is no such file.');
    return file;
  });
}

/** Both ends of a talk by their names of now, in the order of its id. */
function endsOf(context: AskedChat, channel: ChannelId): Ends | undefined {
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
