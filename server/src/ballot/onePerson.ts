import type { MemberId, PersonId } from '@plenum/shared/core/ids';

// One vote a person: a browser has one identity, in however many windows, under however many names.

/** A member and the browser they are in; members of before there were identities have none. */
export interface Voter {
  readonly id: MemberId;
  readonly person?: PersonId | undefined;
}

/** Under which member the vote, or the paper, of a person stands. Stays on the server. */
export type Holders = Readonly<Record<PersonId, MemberId>>;

/**
 * The member under which the voter's person has voted, in this window or in another; undefined when in none.
 * @param holds true when a vote, or a paper, stands under this member
 */
export function holderOf(
  { id, person }: Voter,
  holders: Holders,
  holds: (member: MemberId) => boolean,
): MemberId | undefined {
  if (holds(id)) return id;
  const noted = person !== undefined && Object.hasOwn(holders, person) ? holders[person] : undefined;
  return noted !== undefined && holds(noted) ? noted : undefined;
}

/** The same by who is here: for votes of before holders were noted. */
export function presentHolderOf(
  { person }: Voter,
  members: readonly Voter[],
  holds: (member: MemberId) => boolean,
): MemberId | undefined {
  return person === undefined ? undefined : members.find((one) => one.person === person && holds(one.id))?.id;
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
