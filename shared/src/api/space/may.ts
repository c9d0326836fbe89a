import type { Scope } from '../../core/asker.ts';
import { mayKnow, memberRoles, type Standing } from '../organisation/may.ts';

/** The rights of an asker in one space, as stored at the moment of the act. */
export interface SpaceStanding extends Standing {
  readonly owns: boolean;
  /** True for a shared host. */
  readonly hosts: boolean;
}

/** `host`: shared hosts, the owner and admins; `owner`: the owner and admins. A key stands as an admin with scopes. */
interface Rule {
  readonly least: 'host' | 'owner';
  readonly scope?: Scope;
}

/** What can be done with a space, and who may. */
export const spaceActs = {
  read: { least: 'host', scope: 'spaceRead' },
  readMeetings: { least: 'host', scope: 'meetingRead' },
  readSchedule: { least: 'host', scope: 'spaceRead' },
  plan: { least: 'host', scope: 'spaceWrite' },
  readPrepared: { least: 'host', scope: 'spaceRead' },
  prepare: { least: 'host', scope: 'spaceWrite' },
  change: { least: 'owner', scope: 'spaceWrite' },
  renewCodes: { least: 'owner', scope: 'spaceWrite' },
  share: { least: 'owner' },
  remove: { least: 'owner', scope: 'spaceWrite' },
} as const satisfies Record<string, Rule>;
export type SpaceAct = keyof typeof spaceActs;

/** Whether an asker may do this with the space. Pure: the answer depends on the standing alone. */
export function mayInSpace(standing: SpaceStanding, act: SpaceAct): boolean {
  const rule: Rule = spaceActs[act];
  const { owns, hosts, role, scopes } = standing;
  if (scopes !== undefined) return isAdmin(role) && rule.scope !== undefined && scopes.includes(rule.scope);
  return owns || isAdmin(role) || (hosts && rule.least === 'host');
}

/** Whether an asker may know that the space exists, other than by its address. */
export function mayKnowSpace(standing: SpaceStanding): boolean {
  return standing.owns || standing.hosts || mayKnow(standing);
}

/** Whether an account enters the space as its host. */
export function isHostOf({ owns, hosts }: SpaceStanding): boolean {
  return owns || hosts;
}

function isAdmin(role: Standing['role']): boolean {
  return role !== undefined && memberRoles.indexOf(role) <= memberRoles.indexOf('admin');
}
