/** A process of a node: the name is the operator's, `boot` is new with each start. */
export interface Holder {
  readonly node: string;
  readonly boot: string;
}

/** The last sign of life of a node: `until` is in ms of the database's clock, the only clock of this protocol. */
export interface Beat extends Holder {
  readonly until: number;
}

/** Who owns a family of rooms. `fence` grows with each new owner; without a holder, the family is free. */
export interface Lease {
  readonly holder: Holder | undefined;
  readonly fence: number;
}

/** The lease of a family that no node has ever owned. */
export const noLease: Lease = { holder: undefined, fence: 0 };

export function isSame(left: Holder | undefined, right: Holder | undefined): boolean {
  return left !== undefined && left.node === right?.node && left.boot === right.boot;
}

/** True while this process is the newest of its node and has given a sign of life in time. */
export function isAlive(holder: Holder, beat: Beat | undefined, now: number): boolean {
  return isSame(holder, beat) && beat !== undefined && now < beat.until;
}

/**
 * The lease after a claim; undefined when another process owns the family and is alive, or the asker itself counts as dead.
 * A process that claims again keeps its fence.
 * @param beatOf the last sign of life of a node
 */
export function claimed(
  lease: Lease,
  asker: Holder,
  beatOf: (node: string) => Beat | undefined,
  now: number,
): Lease | undefined {
  if (!isAlive(asker, beatOf(asker.node), now)) return undefined;
  if (isSame(lease.holder, asker)) return lease;
  if (lease.holder && isAlive(lease.holder, beatOf(lease.holder.node), now)) return undefined;
  return { holder: asker, fence: lease.fence + 1 };
}

/**
 * True when this process may write under this fence: the one check that keeps two writers apart. It asks for no clock: a process
 * that overslept may write until another one has claimed the family.
 */
export function mayWrite(lease: Lease, writer: Holder, fence: number): boolean {
  return isSame(lease.holder, writer) && lease.fence === fence;
}

/** The lease after its release; unchanged when another process has it, or the same one under a newer fence. */
export function released(lease: Lease, holder: Holder, fence: number): Lease {
  return mayWrite(lease, holder, fence) ? { holder: undefined, fence: lease.fence } : lease;
}

/**
 * The sign of life that follows the last one, and whether it came late: then others may have claimed families meanwhile.
 * Undefined when a newer process has the name of this node, or the node is unknown.
 */
export function beaten(
  last: Beat | undefined,
  holder: Holder,
  now: number,
  leaseMs: number,
): { readonly beat: Beat; readonly wasLate: boolean } | undefined {
  if (!last || !isSame(holder, last)) return undefined;
  return { beat: { ...last, until: now + leaseMs }, wasLate: now >= last.until };
}
