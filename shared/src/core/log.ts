import type { CommandKey, MemberId, RoomId } from './ids.ts';

/** One durable event as it stands in a room's log. The payload follows the contract of `feature`. */
export interface LogEntry {
  /** Gap-free within a room, from 1. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly feature: string;
  readonly event: string;
  readonly payload: unknown;
  /** Who caused it; absent when the server did. */
  readonly by?: MemberId;
  /** The only members who may ever see it; absent when everyone may. */
  readonly to?: readonly MemberId[];
  /** Set on the first event of a command: a retry with the same key by the same member gets `reply` again. */
  readonly key?: CommandKey;
  readonly reply?: unknown;
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

/** The states of all features after event `seq`, so that a restart need not replay the whole log. */
export interface Snapshot {
  readonly seq: number;
  readonly states: Readonly<Record<string, unknown>>;
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
