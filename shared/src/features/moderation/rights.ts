import { type Ability, type Role, standsBelow } from '../../core/abilities.ts';
import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { Memo } from '../../core/Memo.ts';
import { abilities, abilitiesOfPresenter, abilitiesOfRole, lockedAbility } from '../abilities.ts';
import type { moderation } from './contract.ts';
import { reduceModeration } from './reduce.ts';

type State = StateOf<typeof moderation>;

/** The roles that locks apply to. */
export const lockedRoles: readonly Role[] = ['participant', 'guest'];

/** True when role `one` is higher than role `other`. */
export function outranks(one: Role, other: Role): boolean {
  return standsBelow(other, one);
}

/**
 * The abilities of a member now: those of the role, without the locked ones, plus the presenter's, changed by the rights
 * that were given or taken by hand. Server and client both use this.
 */
export function rightsOf(
  { id, role }: { readonly id: MemberId; readonly role: Role },
  { locks, unlocked, grants, presenter }: State,
): readonly Ability[] {
  const may = new Set(abilitiesOfRole[role]);
  if (lockedRoles.includes(role) && !unlocked[id]) {
    for (const [lock, ability] of lockedAbility) if (locks[lock]) may.delete(ability);
  }
  if (presenter === id) for (const ability of abilitiesOfPresenter) may.add(ability);
  for (const ability of abilities) {
    const grant = grants[id]?.[ability];
    if (grant === 'given') may.add(ability);
    else if (grant === 'taken') may.delete(ability);
  }
  return abilities.filter((ability) => may.has(ability));
}

/** Returns the abilities of a member in one state of the meeting. */
export type RightsOf = (member: { readonly id: MemberId; readonly role: Role }) => readonly Ability[];

const known = new Memo<Map<MemberId | undefined, RightsOf>>();

/** The rights in the states of all features. Returns the same function as long as no rights have changed. */
export function rightsUnder(states: Readonly<Record<string, unknown>>): RightsOf {
  // The cast is safe: only the reducer of moderation and the parser of its contract write this.
  const state = (states['moderation'] ?? reduceModeration.initial) as State;
  const { locks, unlocked, grants, presenter } = state;
  const byPresenter = known.of([locks, unlocked, grants], () => new Map());
  const rights = byPresenter.get(presenter) ?? rightsFor(state);
  byPresenter.set(presenter, rights);
  return rights;
}

/** Members of a role without grant, freedom or mark share one list of rights. */
function rightsFor(state: State): RightsOf {
  const { unlocked, grants, presenter } = state;
  const byRole = new Map<Role, readonly Ability[]>();
  return (member) => {
    const { id, role } = member;
    if (unlocked[id] || grants[id] || presenter === id) return rightsOf(member, state);
    const rights = byRole.get(role) ?? rightsOf(member, state);
    byRole.set(role, rights);
    return rights;
  };
}

/** The abilities of one member in the states of all features. */
export function rightsIn(
  states: Readonly<Record<string, unknown>>,
  member: { readonly id: MemberId; readonly role: Role },
): readonly Ability[] {
  return rightsUnder(states)(member);
}
