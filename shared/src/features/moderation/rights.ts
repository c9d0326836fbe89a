import {
  abilities,
  abilitiesOfPresenter,
  abilitiesOfRole,
  type Ability,
  type Role,
  roles,
} from '../../core/abilities.ts';
import type { StateOf } from '../../core/contract.ts';
import type { MemberId } from '../../core/ids.ts';
import { Memo } from '../../core/Memo.ts';
import { type Lock, lockNames, type moderation } from './contract.ts';
import { reduceModeration } from './reduce.ts';

type State = StateOf<typeof moderation>;

/** What each lock takes away. */
export const lockedAbility: Readonly<Record<Lock, Ability>> = {
  cameras: 'cameraShare',
  seeCameras: 'cameraSee',
  microphones: 'micShare',
  screens: 'screenShare',
  publicChat: 'chatSend',
  privateChat: 'chatPrivate',
  reactions: 'reactionSend',
  drawing: 'whiteboardDraw',
  seeDrawings: 'annotationSee',
  seeCursors: 'cursorSee',
  seePeople: 'memberSee',
};

/** The roles that locks hold. */
export const lockedRoles: readonly Role[] = ['participant', 'guest'];

/** Whether `one` stands higher than `other`. */
export function outranks(one: Role, other: Role): boolean {
  return roles.indexOf(one) < roles.indexOf(other);
}

/**
 * What somebody may do now: role, less what is locked, plus what the presenter may, and above all what was given or taken
 * by hand. Server and client both ask here.
 */
export function rightsOf(
  { id, role }: { readonly id: MemberId; readonly role: Role },
  { locks, unlocked, grants, presenter }: State,
): readonly Ability[] {
  const may = new Set(abilitiesOfRole[role]);
  if (lockedRoles.includes(role) && !unlocked[id]) {
    for (const lock of lockNames) if (locks[lock]) may.delete(lockedAbility[lock]);
  }
  if (presenter === id) for (const ability of abilitiesOfPresenter) may.add(ability);
  for (const ability of abilities) {
    const grant = grants[id]?.[ability];
    if (grant === 'given') may.add(ability);
    else if (grant === 'taken') may.delete(ability);
  }
  return abilities.filter((ability) => may.has(ability));
}

/** What each member may do, by some state of the meeting. */
export type RightsOf = (member: { readonly id: MemberId; readonly role: Role }) => readonly Ability[];

const known = new Memo<Map<MemberId | undefined, RightsOf>>();

/** Rights from the states of all features: the same function as long as nobody's rights have changed. */
export function rightsUnder(states: Readonly<Record<string, unknown>>): RightsOf {
  // Only the moderation reducer and its contract's parser write this.
  const state = (states['moderation'] ?? reduceModeration.initial) as State;
  const { locks, unlocked, grants, presenter } = state;
  const byPresenter = known.of([locks, unlocked, grants], () => new Map());
  const rights = byPresenter.get(presenter) ?? rightsFor(state);
  byPresenter.set(presenter, rights);
  return rights;
}

/** Of those about whom nothing special is known, all of a role have the same rights. */
function rightsFor(state: State): RightsOf {
  const { unlocked, grants, presenter } = state;
  const plain = new Map<Role, readonly Ability[]>();
  return (member) => {
    const { id, role } = member;
    if (unlocked[id] || grants[id] || presenter === id) return rightsOf(member, state);
    const rights = plain.get(role) ?? rightsOf(member, state);
    plain.set(role, rights);
    return rights;
  };
}

/** The same for one member. */
export function rightsIn(
  states: Readonly<Record<string, unknown>>,
  member: { readonly id: MemberId; readonly role: Role },
): readonly Ability[] {
  return rightsUnder(states)(member);
}
