import type { MemberId } from '../../core/ids.ts';
import type { RoomKey } from './contract.ts';

/** Two members who must be in one room, or must not. */
export interface Pair {
  readonly people: readonly [MemberId, MemberId];
  readonly rule: 'together' | 'apart';
}

interface Dealing {
  readonly people: readonly MemberId[];
  readonly rooms: readonly RoomKey[];
  readonly pairs: readonly Pair[];
  /** Returns evenly distributed numbers from 0 up to 1. */
  readonly random: () => number;
}

/** The result of dealing. */
export interface Dealt {
  readonly assigned: Readonly<Record<MemberId, RoomKey>>;
  /** The pairs whose rule is broken. */
  readonly broken: readonly Pair[];
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}

/** The groups of people who must be together; a person in no such pair is a group of one. */
function groupsOf({ people, pairs }: Dealing): MemberId[][] {
  let groups = people.map((id) => [id]);
  for (const { people: both, rule } of pairs) {
    if (rule !== 'together') continue;
    const joined = groups.filter((group) => both.some((id) => group.includes(id)));
    groups = [...groups.filter((group) => !joined.includes(group)), joined.flat()];
  }
  return groups.filter((group) => group.length > 0);
}

function conflicts(group: readonly MemberId[], room: readonly MemberId[], pairs: readonly Pair[]): number {
  const isSplit = ({ people: [one, other], rule }: Pair) =>
    rule === 'apart' &&
    ((group.includes(one) && room.includes(other)) || (group.includes(other) && room.includes(one)));
  return pairs.filter(isSplit).length;
}

/**
 * Assigns members to rooms at random and evenly, and keeps the rules of pairs where it can. The largest groups go first, then
 * those with most people to avoid; each goes to the room with the fewest broken rules, then the fewest people. Without pairs
 * no room has two people more than another.
 */
export function deal(dealing: Dealing): Dealt {
  const { rooms, pairs, random } = dealing;
  const filled = shuffled(rooms, random).map((key) => ({ key, people: [] as MemberId[] }));
  const avoids = (group: readonly MemberId[]) =>
    pairs.filter(({ people, rule }) => rule === 'apart' && people.some((id) => group.includes(id))).length;
  const groups = shuffled(groupsOf(dealing), random).sort(
    (one, other) => other.length - one.length || avoids(other) - avoids(one),
  );
  for (const group of groups) {
    const best = filled.toSorted(
      (one, other) =>
        conflicts(group, one.people, pairs) - conflicts(group, other.people, pairs) ||
        one.people.length - other.people.length,
    )[0];
    best?.people.push(...group);
  }
  const assigned = Object.fromEntries(filled.flatMap(({ key, people }) => people.map((id) => [id, key])));
  const isAssigned = (id: MemberId) => Object.hasOwn(assigned, id);
  const isBroken = ({ people: [one, other], rule }: Pair) =>
    isAssigned(one) && isAssigned(other) && (assigned[one] === assigned[other]) !== (rule === 'together');
  return { assigned, broken: pairs.filter(isBroken) };
}
