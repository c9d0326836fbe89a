/** A node that may get a family: the people whom it is expected to carry, of those that it has and those that were placed. */
export interface Candidate {
  readonly node: string;
  readonly expected: number;
}

/**
 * Chooses the node for a family: the less loaded of two random ones. A choice of the least loaded of all would send forty classes
 * that begin at nine to the same node, because all of them see the same figures.
 * @param random a number from 0 to below 1
 * @returns undefined without candidates
 */
export function chooseNode<One extends Candidate>(candidates: readonly One[], random: () => number): One | undefined {
  const first = pick(candidates, random);
  const second = pick(
    candidates.filter((one) => one !== first),
    random,
  );
  if (!first || !second) return first;
  return second.expected < first.expected ? second : first;
}

function pick<One>(list: readonly One[], random: () => number): One | undefined {
  return list[Math.floor(random() * list.length)];
}
