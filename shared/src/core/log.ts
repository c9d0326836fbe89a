import type { CommandKey, MemberId, RoomId, SpaceId } from './ids.ts';

/** One durable event in the log of a room. The payload follows the contract of `feature`. */
export interface LogEntry {
  /** Numbered within a room from 1, without gaps when written; compaction removes passing entries later. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly feature: string;
  readonly event: string;
  /** The version of the event in its contract when the entry was written; absent: 1. */
  readonly version?: number;
  readonly payload: unknown;
  /** The member who caused it; absent when the server did. */
  readonly by?: MemberId;
  /** The only members who may ever see it; absent when all members may. */
  readonly to?: readonly MemberId[];
  /** Set on the first event of a command: a retry with the same key by the same member gets `reply` again. */
  readonly key?: CommandKey;
  readonly reply?: unknown;
}

/** The answer to a command, which a retry gets again. */
export interface Answer {
  /** Absent when the command was unsigned. */
  readonly by?: MemberId;
  readonly key: CommandKey;
  readonly reply?: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
}

const texts = new WeakMap<LogEntry, string>();

/**
 * Returns an entry's payload as JSON, encoded once for each entry; undefined without a payload.
 * @throws when it is not
 * JSON
 */
export function payloadText(entry: LogEntry): string | undefined {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const text: string | undefined = JSON.stringify(entry.payload);
  if (text !== undefined) texts.set(entry, text);
  return text;
}

/**
 * The changes of one commit to a room's boxes, beside its entries. A box is a set of values without order, time or author
 * (decision 0009). A box exists as long as it has values.
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
  /** The version of each feature's state in its contract when the snapshot was made; absent: 1. */
  readonly versions?: Readonly<Record<string, number>>;
  /** The size of the log at that time; absent in snapshots from before it was counted. */
  readonly log?: LogExtent;
}

/** The size of a room's log and what compaction removed. */
export interface LogExtent {
  /** The weight of all entries, in bytes; absent when it must be counted anew. */
  readonly bytes?: number;
  /** Passing events up to this sequence number were removed. */
  readonly compacted: number;
  /** Above this sequence number the log is complete, and stays so while this is the newest snapshot. */
  readonly whole: number;
}

/** The facts about a room that its log does not have. Times are epoch milliseconds. */
export interface RoomRecord {
  readonly id: RoomId;
  readonly title: string;
  /** SHA-256, in hex, of the key that makes a person host. */
  readonly hostKeyHash: string;
  /** SHA-256, in hex, of the keys of moderators and members; absent in rooms created before these keys. */
  readonly moderatorKeyHash?: string;
  readonly memberKeyHash?: string;
  readonly createdAt: number;
  /** The parent of a breakout; the child is erased with it. */
  readonly parent?: RoomId;
  /** The space that the room was opened from. */
  readonly space?: SpaceId;
}
