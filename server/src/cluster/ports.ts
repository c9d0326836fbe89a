import type { RoomId } from '@plenum/shared/core/ids';

/** A process of a node: the name is the operator's, `boot` is new with each start. */
export interface Holder {
  readonly node: string;
  readonly boot: string;
}

/** A node as the database knows it; `place` is JSON. */
export interface KnownNode extends Holder {
  readonly place: string;
  readonly version: string;
  readonly cordoned: boolean;
  readonly alive: boolean;
  /** The families that it owns. */
  readonly families: number;
}

/** The tables of nodes and leases. Each call may throw AppError `unavailable`. */
export interface LeaseBook {
  readonly nodes: {
    enter(node: Holder & { place: string; version: string; leaseMs: number }): Promise<void>;
    /** Undefined when a newer process has the name of the node. */
    beat(holder: Holder & { leaseMs: number }): Promise<{ wasLate: boolean; cordoned: boolean } | undefined>;
    leave(holder: Holder): Promise<void>;
    cordon(input: { node: string; cordoned: boolean }): Promise<boolean>;
    list(): Promise<KnownNode[]>;
  };
  readonly leases: {
    claim(
      input: Holder & { room: RoomId },
    ): Promise<{ is: 'owned'; fence: number } | { is: 'elsewhere'; node: string; place: string } | { is: 'late' }>;
    find(input: { room: RoomId }): Promise<{ node: string; place: string } | undefined>;
    release(input: Holder & { room: RoomId; fence: number }): Promise<void>;
    held(holder: Holder): Promise<{ root: RoomId; fence: number }[]>;
    orphans(input: { limit: number }): Promise<RoomId[]>;
  };
}

/** The timers of a node. */
export interface Timers {
  /** Calls back once after `ms` of the monotonic clock; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}
