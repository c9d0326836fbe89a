import { isolated } from '@plenum/shared/core/direction';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import type { TFunction } from 'i18next';

interface Words {
  readonly language: string;
  readonly t: TFunction;
}

/** Returns a conversation as plain text, one message a paragraph, for a file or the clipboard. */
export function textOf(messages: readonly ChatMessage[], { language, t }: Words): string {
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  const lines = messages.map((message) => `[${time.format(message.at)}] ${lineOf(message, t)}`);
  return `${lines.join('\n')}\n`;
}

function lineOf({ name: from, text, files = [], reply, deleted, notice }: ChatMessage, t: TFunction): string {
  if (notice) return t('chat.clearedBy', { name: from });
  const name = isolated(from);
  if (deleted) return `${name}: ${t('chat.deletedBy', { name: deleted.name })}`;
  const quote = reply
    ? `\n  > ${isolated(reply.name)}: ${reply.text === '' ? t('chat.quoteDeleted') : isolated(reply.text)}\n `
    : '';
  const names = files.map((file) => `[${isolated(file.name)}]`).join(' ');
  // Further lines are indented, so that no line of a message looks like another person's message.
  const words = isolated(text).replaceAll('\n', '\n  ');
  return `${name}:${quote} ${[words, names].filter((part) => part !== '').join(' ')}`;
}
