import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import type { FeedItem } from '../slot.ts';
import type { FailedMessage } from '../desk/failed.ts';

/** A message that is being sent. */
interface PendingMessage {
  readonly key: string;
  readonly text: string;
}

/** One line of the list. `first` opens a group: it has the avatar, the name and the time. */
export type Row =
  | { readonly kind: 'message'; readonly key: string; readonly message: ChatMessage; readonly first: boolean }
  | { readonly kind: 'new'; readonly key: 'new' }
  /** An item of another feature, sorted among the messages by time. */
  | { readonly kind: 'feed'; readonly key: string; readonly item: FeedItem }
  | { readonly kind: 'pending'; readonly key: string; readonly text: string }
  | { readonly kind: 'failed'; readonly key: string; readonly failed: FailedMessage };

const minute = 60_000;

/** True when a message continues the group of the one before it: same person, same name, same minute. */
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
  /** Items of other features. */
  readonly feed?: readonly FeedItem[];
  /** True when older messages are not loaded: then items older than all loaded messages are left out. */
  readonly isCut?: boolean;
}

/** Returns the whole list: messages in groups, then pending and failed ones. */
export function rowsOf({ messages, firstNew, pending, failed, feed = [], isCut = false }: Parts): readonly Row[] {
  const rows: Row[] = [];
  const begin = isCut ? (messages[0]?.at ?? 0) : 0;
  const waiting = feed.filter(({ at }) => at >= begin).toSorted((a, b) => a.at - b.at);
  const showFeed = (until: number) => {
    const due = waiting.splice(0, waiting.filter(({ at }) => at < until).length);
    for (const item of due) rows.push({ kind: 'feed', key: item.key, item });
    return due.length > 0;
  };
  for (const [index, message] of messages.entries()) {
    const isBehindFeed = showFeed(message.at);
    const isNew = message.id === firstNew;
    if (isNew) rows.push({ kind: 'new', key: 'new' });
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      first: isNew || isBehindFeed || !continues(messages[index - 1], message),
    });
  }
  showFeed(Infinity);
  for (const each of failed) rows.push({ kind: 'failed', key: `failed/${each.id}`, failed: each });
  for (const { key, text } of pending) rows.push({ kind: 'pending', key: `pending/${key}`, text });
  return rows;
}
