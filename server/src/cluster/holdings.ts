import type { RoomId } from '@plenum/shared/core/ids';

/** The families that a node believes to own, with their fences. The database knows better: a belief may be out of date. */
export interface Holdings {
  /** Grows with each sign of life that was late or whose answer was lost: answers from before it prove nothing any more. */
  readonly epoch: number;
  /** True until the holdings were compared with the database after such a sign of life. */
  readonly unsure: boolean;
  readonly fences: ReadonlyMap<RoomId, number>;
}

export const noHoldings: Holdings = { epoch: 0, unsure: false, fences: new Map() };

/**
 * The holdings after a sign of life. One that came in time proves that no other node has claimed anything since the one before;
 * after a late one, or one without an answer, the caller must compare (`afterCheck`).
 */
export function afterBeat(holdings: Holdings, how: 'inTime' | 'late' | 'unknown'): Holdings {
  return how === 'inTime' ? holdings : { ...holdings, epoch: holdings.epoch + 1, unsure: true };
}

/**
 * The holdings after a granted claim.
 * @param askedIn the epoch in which the node asked
 * @returns undefined when the grant may be out of date already: the node asks again
 */
export function afterClaim(holdings: Holdings, root: RoomId, fence: number, askedIn: number): Holdings | undefined {
  if (askedIn !== holdings.epoch) return undefined;
  return { ...holdings, fences: new Map([...holdings.fences, [root, fence]]) };
}

/** The holdings without a family. */
export function without(holdings: Holdings, root: RoomId): Holdings {
  return { ...holdings, fences: new Map([...holdings.fences].filter(([other]) => other !== root)) };
}

/**
 * The holdings after a comparison with the database, and the families that are lost.
 * @param before the holdings when the node asked: families that it has claimed since are not in the answer
 * @param held the families that the node owns, as the database answered
 */
export function afterCheck(
  holdings: Holdings,
  before: Holdings,
  held: ReadonlyMap<RoomId, number>,
): { readonly holdings: Holdings; readonly lost: readonly RoomId[] } {
  const lost = [...before.fences].flatMap(([root, fence]) => {
    return holdings.fences.get(root) === fence && held.get(root) !== fence ? [root] : [];
  });
  const left = lost.reduce(without, holdings);
  return { holdings: { ...left, unsure: holdings.epoch !== before.epoch }, lost };
}
