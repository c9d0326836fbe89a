import type { MemberId, PersonId } from '@plenum/shared/core/ids';

// One vote a person: a browser has one identity, in any number of windows and under any number of names (decision
// 0034).

/** A member and the person in their browser; members from before identities have no person. */
export interface Voter {
  readonly id: MemberId;
  readonly person?: PersonId | undefined;
}

/** The member under whom each person has voted or taken a paper. Server only. */
export type Holders = Readonly<Record<PersonId, MemberId>>;

/**
 * Returns the member under whom the voter's person has voted, in this window or another; undefined when in none.
 * @param holds whether a vote, or a paper, belongs to this member
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

/** Finds the holder among the present members, for votes from before holders were recorded. */
export function presentHolderOf(
  { person }: Voter,
  members: readonly Voter[],
  holds: (member: MemberId) => boolean,
): MemberId | undefined {
  return person === undefined ? undefined : members.find((one) => one.person === person && holds(one.id))?.id;
}

/** Returns the number of persons of these members. */
export function countPersons(members: readonly Voter[]): number {
  return new Set(members.map(({ id, person }) => (person === undefined ? `member ${id}` : `person ${person}`))).size;
}

/** Returns how many holders' persons are present under another member too. */
export function countDoubled(holders: Holders, members: readonly Voter[]): number {
  const others = new Set<PersonId>();
  for (const { id, person } of members) {
    if (person !== undefined && Object.hasOwn(holders, person) && holders[person] !== id) others.add(person);
  }
  return others.size;
}
