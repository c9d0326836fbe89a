import * as z from 'zod/mini';
import type { Scope } from '../../core/asker.ts';

/** The roles in an organisation, most trusted first. Owners, admins and hosts have host accounts. */
export const memberRoles = ['owner', 'admin', 'host', 'member'] as const;
export const MemberRole = z.enum(memberRoles);
export type MemberRole = z.infer<typeof MemberRole>;

/** The roles that count against the limit of host accounts. */
export const hostingRoles: readonly MemberRole[] = ['owner', 'admin', 'host'];

/** The rights of an asker in one organisation, as stored at the moment of the act. */
export interface Standing {
  /** Undefined for an asker who is not a member. A program with an API key stands as an admin with scopes. */
  readonly role: MemberRole | undefined;
  readonly operator: boolean;
  /** Only for a program: the scopes of its key. */
  readonly scopes?: readonly Scope[];
}

/** Who may do something: the least trusted role, the scope of a key, and whether operators may do it as well. */
interface Rule {
  readonly role: MemberRole;
  /** Absent: no API key may do it. */
  readonly scope?: Scope;
  readonly operator?: true;
}

/** What can be done in an organisation, and who may. */
export const organisationActs = {
  read: { role: 'member', scope: 'organisationRead', operator: true },
  change: { role: 'admin', scope: 'organisationWrite' },
  readMembers: { role: 'member', scope: 'organisationRead', operator: true },
  /** Addresses of members, invitations and keys. */
  readAddresses: { role: 'admin', scope: 'organisationRead', operator: true },
  changeMembers: { role: 'admin' },
  /** Make or unmake owners and admins. */
  changeOwners: { role: 'owner' },
  invite: { role: 'admin' },
  manageKeys: { role: 'admin' },
  /** What webhooks send has the names of people, so a key needs a scope of its own. */
  manageWebhooks: { role: 'admin', scope: 'webhookManage' },
  /** Signing keys, the sites that may show meetings, and learning platforms. */
  manageEmbedding: { role: 'admin' },
  readUsage: { role: 'admin', scope: 'organisationRead', operator: true },
  readAudit: { role: 'admin', scope: 'organisationRead', operator: true },
  createSpace: { role: 'host', scope: 'spaceWrite' },
  listSpaces: { role: 'member', scope: 'spaceRead', operator: true },
} as const satisfies Record<string, Rule>;
export type OrganisationAct = keyof typeof organisationActs;

/** Whether an asker may do this in the organisation. Pure: the answer depends on the standing alone. */
export function mayInOrganisation(standing: Standing, act: OrganisationAct): boolean {
  return fits(standing, organisationActs[act]);
}

/** Whether an asker may know that the organisation exists. */
export function mayKnow({ role, operator }: Standing): boolean {
  return role !== undefined || operator;
}

/** Whether a standing fits a rule. */
export function fits({ role, operator, scopes }: Standing, rule: Rule): boolean {
  if (operator && rule.operator) return true;
  if (role === undefined || memberRoles.indexOf(role) > memberRoles.indexOf(rule.role)) return false;
  return scopes === undefined || (rule.scope !== undefined && scopes.includes(rule.scope));
}
