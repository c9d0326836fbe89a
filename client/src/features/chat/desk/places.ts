import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatFile, ChatMessage } from '@plenum/shared/features/chat/contract';
import * as z from 'zod/mini';
import { tabStorage } from '../../../core/storage.ts';

/** A file that is being uploaded, or that waits on the server to be sent. */
export type Attachment = {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
} & (
  | { readonly state: 'coming'; readonly share: number; readonly giveUp: () => void }
  | { readonly state: 'ready'; readonly file: ChatFile }
);

/** This person's local state of one conversation. */
export interface Place {
  readonly draft: string;
  /** The message to which the draft replies. */
  readonly reply: ChatMessage | undefined;
  /** The message that is being edited, and the draft that waits meanwhile. */
  readonly editing: { readonly id: string; readonly draft: string } | undefined;
  readonly attachments: readonly Attachment[];
  /** The last message that was seen. */
  readonly seen: string | undefined;
  /** The message above which the open panel shows "New". */
  readonly firstNew: string | undefined;
  /** Loaded messages from before the window of the meeting's state. */
  readonly older: readonly ChatMessage[];
  /** Whether the server has messages before them. */
  readonly before: 'unknown' | 'loading' | 'none';
}

export const emptyPlace: Place = {
  draft: '',
  reply: undefined,
  editing: undefined,
  attachments: [],
  seen: undefined,
  firstNew: undefined,
  older: [],
  before: 'unknown',
};

/** Returns the messages of others after the last seen one. */
export function unseen(messages: readonly ChatMessage[], seen: string | undefined, me: string): readonly ChatMessage[] {
  const last = messages.findLastIndex(({ id }) => id === seen);
  return messages.slice(last + 1).filter(({ from, deleted }) => from !== me && !deleted);
}

/** Returns the messages that left the window at its beginning; undefined when the conversation was cleared. */
export function leftWindow(
  before: readonly ChatMessage[],
  now: readonly ChatMessage[],
): readonly ChatMessage[] | undefined {
  const [first] = now;
  if (before.length === 0 || before[0]?.id === first?.id) return [];
  const index = before.findIndex(({ id }) => id === first?.id);
  return index === -1 ? undefined : before.slice(0, index);
}

const Seen = z.record(z.string(), z.string());
const storeAt = (room: string) => `plenum.chatSeen.${room}`;

/** Reads the last seen messages of this tab, by conversation. */
export function readSeen(room: string): Readonly<Record<ChannelId, string>> {
  try {
    return z.parse(Seen, JSON.parse(tabStorage.load(storeAt(room)) ?? '{}'));
  } catch {
    return {};
  }
}

export function writeSeen(room: string, places: Readonly<Record<ChannelId, Place>>): void {
  const seen = Object.entries(places).flatMap(([channel, place]) => (place.seen ? [[channel, place.seen]] : []));
  tabStorage.save(storeAt(room), JSON.stringify(Object.fromEntries(seen)));
}
