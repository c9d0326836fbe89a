import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { SingleEmoji } from '../../core/emoji.ts';
import { FileId, MemberId, MessageId, NameOfMember, ShownMemberId } from '../../core/ids.ts';
import { chatLimits } from './limits.ts';
import { visibleLines } from '../../core/text.ts';
import { ChannelId } from './channels.ts';

/** What a member writes: some lines with something to see in them. */
export const ChatText = visibleLines(chatLimits.textLength);

/** A file as a message carries it. */
export const ChatFile = z.object({
  id: FileId,
  /** As its sender called it; shown, and trusted for nothing. */
  name: z.string(),
  bytes: z.number(),
  /** In pixels; only images that are safe to show have it. */
  image: z.optional(z.object({ width: z.number(), height: z.number() })),
});
export type ChatFile = z.infer<typeof ChatFile>;

/** What a reply answers to, as it was then; without text when that was deleted. */
export const Quote = z.object({ id: MessageId, from: ShownMemberId, name: z.string(), text: z.string() });
export type Quote = z.infer<typeof Quote>;

/** Without a name for whoever may not know them. */
export const Mention = z.object({ id: MemberId, name: NameOfMember });
export type Mention = z.infer<typeof Mention>;

/** Whoever writes shows who they are to all who may read it, also to those who may not see people. */
export const ChatMessage = z.object({
  id: MessageId,
  from: ShownMemberId,
  /** The sender's name when it was sent: people leave, messages stay. */
  name: z.string(),
  /** Set when the sender was a host or a moderator. */
  role: z.optional(Role),
  /** Empty when it only carries files, and when it was deleted. */
  text: z.string(),
  /** Epoch ms. */
  at: z.number(),
  reply: z.optional(Quote),
  mentions: z.optional(z.array(Mention)),
  files: z.optional(z.array(ChatFile)),
  /** Who reacted, by emoji. */
  reactions: z.optional(z.record(z.string(), z.array(MemberId))),
  /** Epoch ms. */
  editedAt: z.optional(z.number()),
  /** Who deleted it, and their name then. */
  deleted: z.optional(z.object({ by: ShownMemberId, name: z.string() })),
  /** No message but something that happened to the conversation; `from` did it. */
  notice: z.optional(z.literal('cleared')),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const Pin = z.object({
  id: MessageId,
  from: ShownMemberId,
  name: z.string(),
  text: z.string(),
  at: z.number(),
  /** The name of who pinned it. */
  by: z.string(),
});
export type Pin = z.infer<typeof Pin>;

/** The two ends with their names when they last wrote. */
const End = z.object({ id: ShownMemberId, name: z.string() });
export const Ends = z.tuple([End, End]);
export type Ends = z.infer<typeof Ends>;

export const Talk = z.object({ ends: Ends, messages: z.array(ChatMessage) });
export type Talk = z.infer<typeof Talk>;

/** What can be written: text, files, or both. */
const writing = {
  text: z.optional(ChatText),
  reply: z.optional(MessageId),
  files: z.optional(z.array(FileId).check(z.maxLength(chatLimits.filesPerMessage))),
};
const written = z.object({ id: MessageId });
const place = { channel: ChannelId, id: MessageId };
const done = z.object({});

export const chat = contract('chat', {
  state: z.object({
    /** Everybody's conversation, oldest first. */
    messages: z.array(ChatMessage),
    /** The moderators' conversation. */
    staff: z._default(z.array(ChatMessage), []),
    /** Who sees it, and behind which message: '' from its beginning. Others than oneself only on the server. */
    staffers: z._default(z.record(MemberId, z.string()), {}),
    talks: z._default(z.record(ChannelId, Talk), {}),
    pins: z._default(z.array(Pin), []),
    /** Brought and not yet sent, by who brought it; one's own only. */
    uploads: z._default(z.record(MemberId, z.array(ChatFile)), {}),
    /** True on the server, which keeps all; a member holds the newest messages of what they see. */
    whole: z._default(z.boolean(), true),
  }),
  commands: {
    /** To everybody. */
    send: command({ needs: 'chatSend', limit: perSecond(1, 5), input: z.strictObject(writing), output: written }),
    /** To one person. Who may is decided by both roles: see CH8. */
    sendPrivate: command({
      limit: perSecond(1, 5),
      input: z.strictObject({ to: MemberId, ...writing }),
      output: written,
    }),
    /** Among moderators. */
    sendStaff: command({ limit: perSecond(1, 5), input: z.strictObject(writing), output: written }),
    edit: command({ limit: perSecond(1, 5), input: z.strictObject({ ...place, text: ChatText }), output: done }),
    remove: command({ limit: perSecond(2, 10), input: z.strictObject(place), output: done }),
    react: command({
      limit: perSecond(2, 10),
      input: z.strictObject({ ...place, emoji: SingleEmoji, on: z.boolean() }),
      output: done,
    }),
    pin: command({
      needs: 'chatModerate',
      limit: perSecond(1, 5),
      input: z.strictObject({ id: MessageId }),
      output: done,
    }),
    unpin: command({
      needs: 'chatModerate',
      limit: perSecond(1, 5),
      input: z.strictObject({ id: MessageId }),
      output: done,
    }),
    clear: command({ needs: 'chatModerate', limit: perSecond(0.2, 2), input: z.strictObject({}), output: done }),
    typing: command({ limit: perSecond(0.5, 3), input: z.strictObject({ channel: ChannelId }), output: done }),
    /** The messages right before one that is held. */
    older: command({
      limit: perSecond(3, 20),
      input: z.strictObject({ channel: ChannelId, before: MessageId }),
      output: z.object({ messages: z.array(ChatMessage), more: z.boolean() }),
    }),
    /** A file that was brought is not going to be sent. */
    discard: command({ limit: perSecond(2, 10), input: z.strictObject({ file: FileId }), output: done }),
  },
  events: {
    /** `ends` only in talks. */
    sent: durable(z.extend(ChatMessage, { channel: z._default(ChannelId, 'all'), ends: z.optional(Ends) })),
    edited: durable(
      z.object({ ...place, text: z.string(), mentions: z.optional(z.array(Mention)), editedAt: z.number() }),
    ),
    deleted: durable(z.object({ ...place, by: ShownMemberId, name: z.string() })),
    /** Not emitted when it changes nothing. */
    reacted: durable(z.object({ ...place, member: MemberId, emoji: z.string(), on: z.boolean() })),
    pinned: durable(Pin),
    unpinned: durable(z.object({ id: MessageId })),
    /** Everybody's conversation begins anew with this notice. */
    cleared: durable(ChatMessage),
    /** What is older than this message is kept no longer. */
    trimmed: durable(z.object({ channel: ChannelId, before: MessageId })),
    /** Both ends have left. */
    talkEnded: durable(z.object({ channel: ChannelId })),
    /** All have left at once: every talk between two is over, and what was brought is not going to be sent. */
    allTalksEnded: durable(z.object({})),
    staffAdded: durable(z.object({ member: MemberId, since: z.string() })),
    staffRemoved: durable(z.object({ member: MemberId })),
    uploaded: durable(z.object({ member: MemberId, file: ChatFile })),
    discarded: durable(z.object({ member: MemberId, file: FileId })),
    /** No message carries these files any more: told to nobody but the readers of the log. */
    released: durable(z.object({ files: z.array(FileId) })),
    typing: volatile(z.object({ channel: ChannelId, member: MemberId })),
  },
  passing: ['reacted', 'staffAdded', 'staffRemoved', 'uploaded', 'discarded'],
  vital: ['remove', 'clear'],
});
