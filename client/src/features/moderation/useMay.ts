import type { Ability, Role } from '@plenum/shared/core/abilities';
import { roles } from '@plenum/shared/core/abilities';
import { useMeeting } from '../../app/session.ts';

/** True when I have this ability now. */
export function useMay(ability: Ability): boolean {
  return useMeeting(({ me }) => me.abilities.includes(ability));
}

/** True when a member with this role is not above me. */
export function useReaches(role: Role): boolean {
  return useMeeting(({ me }) => roles.indexOf(role) >= roles.indexOf(me.role));
}
