import { type Ability, type Role, roles } from '@plenum/shared/core/abilities';
import { useMeeting } from '../../app/session.ts';

/** Whether I have this right now. */
export function useMay(ability: Ability): boolean {
  return useMeeting(({ me }) => me.abilities.includes(ability));
}

/** True when somebody of this role does not stand above me. */
export function useReaches(role: Role): boolean {
  return useMeeting(({ me }) => roles.indexOf(role) >= roles.indexOf(me.role));
}
