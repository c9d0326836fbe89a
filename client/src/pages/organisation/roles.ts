import { type MemberRole, memberRoles } from '@plenum/shared/api/organisation/may';

/** The roles that somebody of this role gives and takes: owners all, admins those below them. */
export function rolesFor(role: MemberRole | undefined): readonly MemberRole[] {
  if (role === 'owner') return memberRoles;
  return role === 'admin' ? memberRoles.slice(2) : [];
}
