import type { MemberId, PersonId } from '@plenum/shared/core/ids';

// One vote a person: a browser has one identity, in however many windows, under however many names.

/** A member and the browser they are in; members of before there were identities have none. */
export interface Voter {
  readonly id: MemberId;
  readonly person?: PersonId | undefined;
}

/** Under which member the vote, or the paper, of a person stands. Stays on the server. */
export type Holders = Readonly<Record<PersonId, MemberId>>;

interface Held {
  readonly holders: Holders;
  readonly members: readonly Voter[];
  /** True when a vote, or a paper, stands under this member. */
  readonly holds: (member: MemberId) => boolean;
}

/** The member under which the voter's person has voted, in this window or in another; undefined when in none. */
export function holderOf({ id, person }: Voter, { holders, members, holds }: Held): MemberId | undefined {
  if (holds(id)) return id;
  if (person === undefined) return undefined;
  const noted = Object.hasOwn(holders, person) ? holders[person] : undefined;
  if (noted !== undefined && holds(noted)) return noted;
  // Votes of before holders were noted.
  return members.find((one) => one.person === person && holds(one.id))?.id;
}

/** How many persons these members are. */
export function countPersons(members: readonly Voter[]): number {
  return new Set(members.map(({ id, person }) => (person === undefined ? `member ${id}` : `person ${person}`))).size;
}

/** How many of the holders' persons are here under another member, too. */
export function countDoubled(holders: Holders, members: readonly Voter[]): number {
  const others = new Set<PersonId>();
  for (const { id, person } of members) {
    if (person !== undefined && Object.hasOwn(holders, person) && holders[person] !== id) others.add(person);
  }
  return others.size;
}
