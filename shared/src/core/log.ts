import type { CommandKey, MemberId, RoomId } from './ids.ts';

/** One durable event as it stands in a room's log. The payload follows the contract of `feature`. */
export interface LogEntry {
  /** Gap-free within a room, from 1; entries that nobody needs any more leave the log later. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly feature: string;
  readonly event: string;
  /** Of the event, as its contract counts them when the entry is written; absent: 1. */
  readonly version?: number;
  readonly payload: unknown;
  /** Who caused it; absent when the server did. */
  readonly by?: MemberId;
  /** The only members who may ever see it; absent when everyone may. */
  readonly to?: readonly MemberId[];
  /** Set on the first event of a command: a retry with the same key by the same member gets `reply` again. */
  readonly key?: CommandKey;
  readonly reply?: unknown;
}

/** What a command got for an answer, of which a retry is told again. */
export interface Answer {
  /** Absent when the command was unsigned. */
  readonly by?: MemberId;
  readonly key: CommandKey;
  readonly reply?: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
}

const texts = new WeakMap<LogEntry, string>();

/** An entry's payload as JSON, made once for each entry; undefined when there is none. @throws when it is not JSON */
export function payloadText(entry: LogEntry): string | undefined {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const text: string | undefined = JSON.stringify(entry.payload);
  if (text !== undefined) texts.set(entry, text);
  return text;
}

/**
 * What one commit does to a room's boxes, beside its entries. A box is a set of values: which went in first, when, and
 * by whom is not kept. A box is there as long as something is in it.
 */
export interface BoxChanges {
  readonly dropped: readonly { readonly box: string; readonly value: unknown }[];
  /** Boxes whose values are destroyed. */
  readonly emptied: readonly string[];
}

/** Events of one feature that leave the log when it is compacted. */
export interface PassingEvents {
  readonly feature: string;
  readonly events: readonly string[];
}

/** The states of all features after event `seq`, so that a restart need not replay the whole log. */
export interface Snapshot {
  readonly seq: number;
  readonly states: Readonly<Record<string, unknown>>;
  /** By feature, of its state, as its contract counts them when the snapshot is made; absent: 1. */
  readonly versions?: Readonly<Record<string, number>>;
  /** What the log was like then; absent in snapshots of before it was counted. */
  readonly log?: LogExtent;
}

/** How much of a room's log there is. */
export interface LogExtent {
  /** What all entries weigh, in bytes; absent when they must be counted. */
  readonly bytes?: number;
  /** Up to this number the log has been rid of passing events. */
  readonly compacted: number;
  /** Above this number nothing was taken out of the log, nor will be while this is the newest snapshot. */
  readonly whole: number;
}

/** What is known of a room apart from what happened in it. Times are epoch milliseconds. */
export interface RoomRecord {
  readonly id: RoomId;
  readonly title: string;
  /** SHA-256, hex, of the key that makes its bearer host. */
  readonly hostKeyHash: string;
  /** The same of the keys for moderators and members; rooms of before had none. */
  readonly moderatorKeyHash?: string;
  readonly memberKeyHash?: string;
  readonly createdAt: number;
  /** The room that this one belongs to, for breakouts and lobbies; it lives no longer than that one. */
  readonly parent?: RoomId;
}
