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

/** The same, from the states of all features. */
export function rightsIn(
  states: Readonly<Record<string, unknown>>,
  seat: { readonly id: MemberId; readonly role: Role },
): readonly Ability[] {
  // Only the moderation reducer and its contract's parser write this.
  return rightsOf(seat, (states['moderation'] ?? reduceModeration.initial) as State);
}
