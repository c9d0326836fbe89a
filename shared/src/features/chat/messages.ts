import type { MemberId, MessageId } from '../../core/ids.ts';
import { chatLimits } from './limits.ts';
import type { ChatMessage, Mention, Quote } from './contract.ts';

/** Each function below returns a changed list: of the state, or of the older pages that a client has loaded. */
type Messages = readonly ChatMessage[];

/** The quote of a message for a reply: short, on one line. */
export function quoteOf({ id, from, name, text, files }: ChatMessage): Quote {
  const words = text === '' ? (files ?? []).map((file) => file.name).join(', ') : text;
  return { id, from, name, text: excerpt(words) };
}

/** The beginning of a text on one line, at most `quoteLength` long, without half a character. */
export function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= chatLimits.quoteLength) return line;
  return `${line
    .slice(0, chatLimits.quoteLength - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}

interface Edited {
  readonly text: string;
  readonly mentions?: Mention[] | undefined;
  readonly editedAt: number;
}

/** Gives a message a new text; replies keep their quotes of the old text. */
export function editIn(messages: Messages, id: MessageId, { text, editedAt, mentions }: Edited): ChatMessage[] {
  return messages.map((message) => {
    if (message.id !== id) return message;
    const { mentions: _before, ...rest } = message;
    return { ...rest, text, editedAt, ...(mentions ? { mentions } : {}) };
  });
}

/** Leaves a stub of a message, and empties its quotes in replies. */
export function deleteIn(messages: Messages, id: MessageId, deleted: { by: MemberId; name: string }): ChatMessage[] {
  return messages.map((message) => {
    if (message.reply?.id === id) return { ...message, reply: { ...message.reply, text: '' } };
    if (message.id !== id) return message;
    const { from, name, role, at } = message;
    return { id, from, name, ...(role ? { role } : {}), text: '', at, deleted };
  });
}

interface Reaction {
  readonly member: MemberId;
  readonly emoji: string;
  readonly on: boolean;
}

/** Adds or removes a member's emoji; an emoji without members is removed. */
export function reactIn(messages: Messages, id: MessageId, { member, emoji, on }: Reaction): ChatMessage[] {
  return messages.map((message) => {
    if (message.id !== id) return message;
    const { reactions: before = {}, ...rest } = message;
    const others = (before[emoji] ?? []).filter((one) => one !== member);
    const members = on ? [...others, member] : others;
    const { [emoji]: _one, ...without } = before;
    const reactions = members.length === 0 ? without : { ...before, [emoji]: members };
    return Object.keys(reactions).length === 0 ? rest : { ...rest, reactions };
  });
}
