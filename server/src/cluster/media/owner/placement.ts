import { noPictures, type ShedLevel } from '../../../media/overload/shedLevels.ts';

/** A media node, as one owner sees it now. */
export interface NodeState {
  /** Streams that it sends, with those that this owner has just placed there. */
  readonly streams: number;
  /** Streams that it should not exceed. */
  readonly capacity: number;
  /** How much its calmest worker gives up. */
  readonly shed: ShedLevel;
  /** True: its members go on, and no more are sent there. */
  readonly draining: boolean;
  readonly region?: string | undefined;
}

interface Placed<N> {
  readonly node: N;
  readonly state: NodeState;
  /** The room is on this node already. */
  readonly isHere: boolean;
}

/**
 * The media node for the next member of a room; undefined when there is none. Nodes of the member's region come first, then
 * nodes with time, then those on which the room is, because each further node costs a copy of every watched stream; among
 * equals the one with the smallest share of its capacity in use. A draining node is chosen only when there is no other.
 */
export function placeMember<N>(nodes: readonly Placed<N>[], region: string | undefined): N | undefined {
  const ranked = nodes.map((one) => ({ node: one.node, rank: rankOf(one, region) }));
  ranked.sort((a, b) => compare(a.rank, b.rank));
  return ranked[0]?.node;
}

/** Smaller is better, field by field. */
function rankOf<N>({ state, isHere }: Placed<N>, region: string | undefined): readonly number[] {
  const { streams, capacity, shed, draining } = state;
  const isFull = shed > 0 || streams >= capacity;
  return [
    Number(draining),
    // A node without any pictures left is worse than a far one.
    Number(shed >= noPictures),
    Number(region !== undefined && state.region !== region),
    Number(isFull),
    Number(!isHere),
    streams / Math.max(1, capacity),
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - (b[index] ?? 0);
  return 0;
}
