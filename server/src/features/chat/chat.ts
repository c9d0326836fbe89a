import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { type ChannelId, talkOf } from '@plenum/shared/features/chat/channels';
import { chat, type ChatFile } from '@plenum/shared/features/chat/contract';
import { excerpt } from '@plenum/shared/features/chat/messages';
import { reduceChat, visibleIn } from '@plenum/shared/features/chat/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { on, serve } from '../../room/serve.ts';
import { filesOf, release, keepUpload, cleanUpAfter, cleanUpAfterAll } from './retention.ts';
import { mayHave } from './fileAccess.ts';
import {
  type CallerContext,
  type ChatContext,
  audienceOf,
  requireMessage,
  requireWriter,
  to,
  updateStaff,
} from './rights.ts';
import { mentionsFor, type ProgramMessage, write, writeForProgram } from './writing.ts';

/** A file that was received, checked and stored. */
interface UploadedFile {
  readonly member: MemberId;
  readonly file: ChatFile;
}

/** What the chat hears from outside: a file that was brought, or the words of a program. */
export type ChatFact = UploadedFile | ProgramMessage;

/** Serves the messages to everybody, of two, and of the moderators. The server sets all fields that a client could forge. */
export const serveChat = serve<typeof chat, ChatFact>(reduceChat, {
  commands: {
    send: (context, input) => write(context, 'all', input),
    sendPrivate: (context, { to: other, ...input }) => write(context, talkOf(context.member.id, other), input),
    sendStaff(context, input) {
      updateStaff(context);
      return write(context, 'staff', input);
    },
    edit(context, { channel, id, text }) {
      const message = requireMessage(context, channel, id);
      if (message.from !== context.member.id)
        throw new AppError('forbidden', 'This message was sent by another member.');
      requireWriter(context, channel);
      const mentions = mentionsFor(context, channel, text);
      const edited = { channel, id, text, editedAt: context.now(), ...(mentions.length > 0 ? { mentions } : {}) };
      context.emit('edited', edited, to(readersOf(context, channel, id)));
      return {};
    },
    remove(context, { channel, id }) {
      const message = requireMessage(context, channel, id);
      const { id: by, name } = context.member;
      if (message.from !== by && !mayModerate(context, channel)) {
        throw new AppError('forbidden', 'This message was sent by another member.');
      }
      context.emit('deleted', { channel, id, by, name }, to(audienceOf(context, channel)));
      release(context, filesOf([message]));
      return {};
    },
    react(context, { channel, id, emoji, on: isOn }) {
      const { reactions = {} } = requireMessage(context, channel, id);
      requireWriter(context, channel);
      const { id: member } = context.member;
      const given = reactions[emoji] ?? [];
      if (given.includes(member) === isOn) return {};
      if (given.length === 0 && Object.keys(reactions).length >= chatLimits.reactionKinds) {
        throw new AppError(
          'conflict',
          `A message has at most ${chatLimits.reactionKinds} different emoji. Use one of those that it has.`,
        );
      }
      context.emit('reacted', { channel, id, member, emoji, on: isOn }, to(readersOf(context, channel, id)));
      return {};
    },
    pin(context, { id: wanted }) {
      const { id, from, name, text, at, files } = requireMessage(context, 'all', wanted);
      const { pins } = context.state;
      if (pins.some((pin) => pin.id === id)) return {};
      if (pins.length >= chatLimits.pins)
        throw new AppError('conflict', `At most ${chatLimits.pins} messages can be pinned. Unpin one first.`);
      const words = text === '' ? excerpt((files ?? []).map((file) => file.name).join(', ')) : text;
      context.emit('pinned', { id, from, name, text: words, at, by: context.member.name });
      return {};
    },
    unpin(context, { id }) {
      if (!context.state.pins.some((pin) => pin.id === id))
        throw new AppError('notFound', 'This message is not pinned.');
      context.emit('unpinned', { id });
      return {};
    },
    clear(context) {
      const { id: from, name } = context.member;
      const files = filesOf(context.state.messages);
      context.emit('cleared', { id: context.newId(), from, name, text: '', at: context.now(), notice: 'cleared' });
      release(context, files);
      return {};
    },
    typing(context, { channel }) {
      requireWriter(context, channel);
      context.emit('typing', { channel, member: context.member.id }, to(audienceOf(context, channel)));
      return {};
    },
    older(context, { channel, before }) {
      const messages = visibleIn(context.state, channel, context.member.id);
      // A message that is no longer kept has no older messages that are kept.
      const end = Math.max(
        0,
        messages.findIndex(({ id }) => id === before),
      );
      const start = Math.max(0, end - chatLimits.window);
      return { messages: messages.slice(start, end), more: start > 0 };
    },
    discard(context, { file }) {
      const { id: member } = context.member;
      const upload = context.state.uploads[member]?.find(({ id }) => id === file);
      if (!upload) throw new AppError('notFound', 'This file is not among your uploads.');
      context.emit('discarded', { member, file }, { to: [member] });
      release(context, [upload]);
      return {};
    },
  },
  listens: [
    on(chat, presence, 'joined', updateStaff),
    on(chat, presence, 'returned', updateStaff),
    on(chat, presence, 'promoted', updateStaff),
    on(chat, presence, 'left', (context, { id }) => {
      updateStaff(context);
      cleanUpAfter(context, id);
    }),
    on(chat, presence, 'everyoneLeft', (context) => {
      updateStaff(context);
      cleanUpAfterAll(context);
    }),
  ],
  life: {
    restored: updateStaff,
    opened(context, keeps) {
      const { messages, staff } = context.state;
      const files = filesOf([...messages, ...staff]);
      if (keeps === true || messages.length + staff.length === 0) return;
      context.emit('emptied', {});
      release(context, files);
    },
  },
  outside: { fact, mayHave },
});

function fact(context: ChatContext, given: ChatFact): void {
  if ('file' in given) keepUpload(context, given.member, given.file);
  else writeForProgram(context, given);
}

function mayModerate({ member }: CallerContext, channel: ChannelId): boolean {
  return (channel === 'all' || channel === 'staff') && member.abilities.includes('chatModerate');
}

/** The members who see this message; a member who became a moderator later does not. Undefined: everybody. */
function readersOf(context: CallerContext, channel: ChannelId, id: string): readonly MemberId[] | undefined {
  const sees = (member: MemberId) => visibleIn(context.state, channel, member).some((message) => message.id === id);
  return audienceOf(context, channel)?.filter(sees);
}
