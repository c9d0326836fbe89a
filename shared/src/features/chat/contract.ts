import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { SingleEmoji } from '../../core/emoji.ts';
import { FileId, MemberId, MessageId, NameOfMember, ShownMemberId } from '../../core/ids.ts';
import { chatLimits } from './limits.ts';
import { visibleLines } from '../../core/text.ts';
import { ChannelId } from './channels.ts';

/** The text of a message: lines with at least one visible character. */
export const ChatText = visibleLines(chatLimits.textLength);

/** A file of a message. */
export const ChatFile = z.object({
  id: FileId,
  /** The sender's name for it: shown, and never trusted. */
  name: z.string(),
  bytes: z.number(),
  /** In pixels; set only for images that are safe to show. */
  image: z.optional(z.object({ width: z.number(), height: z.number() })),
});
export type ChatFile = z.infer<typeof ChatFile>;

/** The message that a reply answers, as it was then. `text` is empty once that message is deleted. */
export const Quote = z.object({ id: MessageId, from: ShownMemberId, name: z.string(), text: z.string() });
export type Quote = z.infer<typeof Quote>;

/** A member who may not know the mentioned member gets an empty name. */
export const Mention = z.object({ id: MemberId, name: NameOfMember });
export type Mention = z.infer<typeof Mention>;

/** All readers see the sender, also those who may not see people. */
export const ChatMessage = z.object({
  id: MessageId,
  from: ShownMemberId,
  /** The sender's name when it was sent; the message stays when the sender leaves. */
  name: z.string(),
  /** Set when the sender was a host or a moderator. */
  role: z.optional(Role),
  /** Empty for a message of files only, and for a deleted message. */
  text: z.string(),
  /** Epoch ms. */
  at: z.number(),
  reply: z.optional(Quote),
  mentions: z.optional(z.array(Mention)),
  files: z.optional(z.array(ChatFile)),
  /** The members who reacted, by emoji. */
  reactions: z.optional(z.record(z.string(), z.array(MemberId))),
  /** Epoch ms. */
  editedAt: z.optional(z.number()),
  /** The member who deleted it, with the name at that time. */
  deleted: z.optional(z.object({ by: ShownMemberId, name: z.string() })),
  /** Set when this is no message: `from` did this to the conversation. */
  notice: z.optional(z.literal('cleared')),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const Pin = z.object({
  id: MessageId,
  from: ShownMemberId,
  name: z.string(),
  text: z.string(),
  at: z.number(),
  /** The name of the member who pinned it. */
  by: z.string(),
});
export type Pin = z.infer<typeof Pin>;

/** The two members of a talk, with their names at the last message. */
const End = z.object({ id: ShownMemberId, name: z.string() });
export const Ends = z.tuple([End, End]);
export type Ends = z.infer<typeof Ends>;

export const Talk = z.object({ ends: Ends, messages: z.array(ChatMessage) });
export type Talk = z.infer<typeof Talk>;

/** The input of a new message: text, files, or both. */
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
    /** The members who see `staff`, each with the last message before their view; '' for a view from the beginning. A client holds only its own entry. */
    staffers: z._default(z.record(MemberId, z.string()), {}),
    talks: z._default(z.record(ChannelId, Talk), {}),
    pins: z._default(z.array(Pin), []),
    /** Files that were uploaded and not yet sent, by member. A client holds only its own. */
    uploads: z._default(z.record(MemberId, z.array(ChatFile)), {}),
    /** True on the server, which keeps all messages; a client holds the newest ones of the conversations that it sees. */
    whole: z._default(z.boolean(), true),
  }),
  commands: {
    /** Sends a message to everybody. */
    send: command({ needs: 'chatSend', limit: perSecond(1, 5), input: z.strictObject(writing), output: written }),
    /** Sends a message to one member. Both roles decide whether it is allowed: see CH8. */
    sendPrivate: command({
      limit: perSecond(1, 5),
      input: z.strictObject({ to: MemberId, ...writing }),
      output: written,
    }),
    /** Sends a message to the moderators. */
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
    /** Returns a page of the messages right before a message that the client holds. */
    older: command({
      limit: perSecond(3, 20),
      input: z.strictObject({ channel: ChannelId, before: MessageId }),
      output: z.object({ messages: z.array(ChatMessage), more: z.boolean() }),
    }),
    /** Drops an uploaded file that is not sent. */
    discard: command({ limit: perSecond(2, 10), input: z.strictObject({ file: FileId }), output: done }),
  },
  events: {
    /** `ends` is set in talks only. */
    sent: durable(z.extend(ChatMessage, { channel: z._default(ChannelId, 'all'), ends: z.optional(Ends) })),
    edited: durable(
      z.object({ ...place, text: z.string(), mentions: z.optional(z.array(Mention)), editedAt: z.number() }),
    ),
    deleted: durable(z.object({ ...place, by: ShownMemberId, name: z.string() })),
    /** Not emitted when it changes nothing. */
    reacted: durable(z.object({ ...place, member: MemberId, emoji: z.string(), on: z.boolean() })),
    pinned: durable(Pin),
    unpinned: durable(z.object({ id: MessageId })),
    /** Everybody's conversation is empty but for this notice. */
    cleared: durable(ChatMessage),
    /** A meeting begins without the messages of the one before. Nobody is here. */
    emptied: durable(z.object({})),
    /** Messages older than this one are no longer kept. */
    trimmed: durable(z.object({ channel: ChannelId, before: MessageId })),
    /** Both members have left. */
    talkEnded: durable(z.object({ channel: ChannelId })),
    /** All members left at once: every talk ends, and files that were not sent are dropped. */
    allTalksEnded: durable(z.object({})),
    staffAdded: durable(z.object({ member: MemberId, since: z.string() })),
    staffRemoved: durable(z.object({ member: MemberId })),
    uploaded: durable(z.object({ member: MemberId, file: ChatFile })),
    discarded: durable(z.object({ member: MemberId, file: FileId })),
    /** No message carries these files any more. For the log only: no member receives it. */
    released: durable(z.object({ files: z.array(FileId) })),
    typing: volatile(z.object({ channel: ChannelId, member: MemberId })),
  },
  passing: ['reacted', 'staffAdded', 'staffRemoved', 'uploaded', 'discarded'],
  vital: ['remove', 'clear'],
});
