import type { Ability } from '@plenum/shared/core/abilities';
import type { MemberId } from '@plenum/shared/core/ids';
import type { MemberView } from './serve.ts';

/** Who must be told what the holders of an ability may see, and who no longer holds it, since `listed` was written. */
export function changesOfAudience(
  listed: readonly MemberId[],
  members: readonly MemberView[],
  ability: Ability,
): { readonly came: readonly MemberId[]; readonly went: readonly MemberId[] } {
  const holders = members.filter(({ abilities }) => abilities.includes(ability)).map(({ id }) => id);
  return {
    came: holders.filter((id) => !listed.includes(id)),
    went: listed.filter((id) => !holders.includes(id)),
  };
}
