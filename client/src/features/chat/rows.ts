import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import type { FailedMessage } from './failed.ts';

/** A message that is on its way. */
interface PendingMessage {
  readonly key: string;
  readonly text: string;
}

/** One line of the list. `first` opens a group: it has the avatar, the name and the time. */
export type Row =
  | { readonly kind: 'message'; readonly key: string; readonly message: ChatMessage; readonly first: boolean }
  | { readonly kind: 'new'; readonly key: 'new' }
  | { readonly kind: 'pending'; readonly key: string; readonly text: string }
  | { readonly kind: 'failed'; readonly key: string; readonly failed: FailedMessage };

const minute = 60_000;

/** True when a message goes on where the one before it ended: same person, same name, same minute. */
export function continues(before: ChatMessage | undefined, message: ChatMessage): boolean {
  return (
    before !== undefined &&
    !before.notice &&
    !message.notice &&
    !message.reply &&
    before.from === message.from &&
    before.name === message.name &&
    Math.floor(before.at / minute) === Math.floor(message.at / minute)
  );
}

interface Parts {
  readonly messages: readonly ChatMessage[];
  /** The first message that was new when the panel was opened. */
  readonly firstNew: string | undefined;
  readonly pending: readonly PendingMessage[];
  readonly failed: readonly FailedMessage[];
}

/** The whole list: what was said, in groups, then what has not got through. */
export function rowsOf({ messages, firstNew, pending, failed }: Parts): readonly Row[] {
  const rows: Row[] = [];
  for (const [index, message] of messages.entries()) {
    const isNew = message.id === firstNew;
    if (isNew) rows.push({ kind: 'new', key: 'new' });
    rows.push({ kind: 'message', key: message.id, message, first: isNew || !continues(messages[index - 1], message) });
  }
  for (const each of failed) rows.push({ kind: 'failed', key: `failed/${each.id}`, failed: each });
  for (const { key, text } of pending) rows.push({ kind: 'pending', key: `pending/${key}`, text });
  return rows;
}
