import type { Ability, Role } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { type Lock, lockNames } from '@plenum/shared/features/abilities';
import type { Grant, Locks } from '@plenum/shared/features/moderation/contract';
import { outranks } from '@plenum/shared/features/moderation/rights';
import type { MemberView } from '../../room/serve.ts';
import { note } from './deeds.ts';
import { type CallerContext, hosts, requireBelow } from './people.ts';

/** Sets the locks in `wanted`; the others stay as they are. */
export function lock(
  context: CallerContext,
  wanted: { readonly [K in Lock]?: boolean | undefined },
  lockOnJoin: boolean,
): void {
  const { state } = context;
  const locks: Locks = { ...state.locks };
  for (const name of lockNames) locks[name] = wanted[name] ?? locks[name];
  const changed = lockNames.filter((name) => locks[name] !== state.locks[name]);
  if (changed.length === 0 && lockOnJoin === state.lockOnJoin) return;
  context.emit('locked', { locks, lockOnJoin });
  for (const detail of changed) note(context, locks[detail] ? 'locked' : 'unlocked', { detail });
}

/** Gives or takes one right; without `grant`, role and locks decide again. */
export function grant(
  context: CallerContext,
  { member, ability, grant }: { member: MemberId; ability: Ability; grant?: Grant | undefined },
): void {
  const { role, name: about } = requireBelow(context, member);
  requireHeld(context.member, ability);
  if (grant === 'taken' && role === 'host' && hosts(context).length === 1) {
    throw new AppError('conflict', 'This member is the only host and keeps all rights.');
  }
  if (context.state.grants[member]?.[ability] === grant) return;
  context.emit('granted', { member, ability, ...(grant !== undefined && { grant }) });
  const what = grant === undefined ? 'reset' : grant === 'given' ? 'gave' : 'took';
  note(context, what, { about, detail: ability });
}

/** Changes the role of a member who is not above the caller, up to the caller's own role. */
export function promote(context: CallerContext, member: MemberId, role: Role): void {
  const { role: before, name: about } = requireBelow(context, member);
  if (outranks(role, context.member.role)) throw new AppError('forbidden', 'You cannot give a role above your own.');
  if (before === role) return;
  if (before === 'host' && hosts(context).length === 1) {
    throw new AppError('conflict', 'This member is the only host. Make another member a host first.');
  }
  context.emit('promoted', { member, role });
  note(context, 'promoted', { about, detail: role });
}

function requireHeld({ abilities }: MemberView, ability: Ability): void {
  if (!abilities.includes(ability))
    throw new AppError('forbidden', 'You can give or take only rights that you have yourself.');
}
