import type { Ability } from '@plenum/shared/core/abilities';
import type { MemberId } from '@plenum/shared/core/ids';
import { Memo } from '@plenum/shared/core/Memo';
import type { MemberView } from './serve.ts';

const holders = new Memo<Map<Ability, readonly MemberId[]>>();

/** The ids of the members who hold an ability: computed once for each list of members. */
export function holdersOf(members: readonly MemberView[], ability: Ability): readonly MemberId[] {
  const byAbility = holders.of([members], () => new Map());
  const known = byAbility.get(ability);
  if (known) return known;
  const found = members.filter(({ abilities }) => abilities.includes(ability)).map(({ id }) => id);
  byAbility.set(ability, found);
  return found;
}

/** The ids of the members who do not hold it. */
export function lackersOf(members: readonly MemberView[], ability: Ability): readonly MemberId[] {
  const all = holdersOf(members, ability);
  return all.length === members.length
    ? []
    : without(
        members.map(({ id }) => id),
        all,
      );
}

/** The ids in `list` that are not in `others`. */
export function without(list: readonly MemberId[], others: readonly MemberId[]): readonly MemberId[] {
  if (list.length === 0 || others.length === 0) return list;
  const known = new Set(others);
  return list.filter((id) => !known.has(id));
}

/** Which members have gained a view that needs an ability, and which have lost it, since `listed` was written. */
export function changesOfAudience(
  listed: readonly MemberId[],
  members: readonly MemberView[],
  ability: Ability,
): { readonly came: readonly MemberId[]; readonly went: readonly MemberId[] } {
  const now = holdersOf(members, ability);
  return { came: without(now, listed), went: without(listed, now) };
}
