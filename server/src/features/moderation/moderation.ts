import type { Ability } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { type Locks, lockNames, moderation } from '@plenum/shared/features/moderation/contract';
import { reduceModeration } from '@plenum/shared/features/moderation/reduce';
import { lockedRoles, outranks } from '@plenum/shared/features/moderation/rights';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Context, type MemberView, on, type Seat, serve } from '../../room/serve.ts';

type ModerationContext = Context<typeof moderation>;

/** @throws AppError `notFound` when nobody here has that id */
function requireMember({ members }: ModerationContext, id: MemberId): MemberView {
  const member = members.find((other) => other.id === id);
  if (!member) throw new AppError('notFound', 'This person is not here any more.');
  return member;
}

/** @throws AppError `notFound`; `forbidden` when `id` stands above the asker */
function requireBelow(context: ModerationContext & { readonly member: MemberView }, id: MemberId): MemberView {
  const member = requireMember(context, id);
  if (outranks(member.role, context.member.role))
    throw new AppError('forbidden', 'This person has more rights than you.');
  return member;
}

function onJoined(context: ModerationContext, { id, role }: Seat): void {
  const { locks, lockOnJoin, presenter } = context.state;
  const isLocked = lockedRoles.includes(role);
  if (isLocked && !lockOnJoin && Object.values(locks).includes(true)) {
    context.emit('exempted', { member: id, unlocked: true });
  }
  if (!isLocked && presenter === undefined) context.emit('presented', { member: id });
}

/** Roles, locks, rights by hand, and the presenter's mark. */
export const serveModeration = serve(reduceModeration, {
  commands: {
    lock(context, { locks: wanted, lockOnJoin = context.state.lockOnJoin }) {
      const { state } = context;
      const locks: Locks = { ...state.locks };
      for (const lock of lockNames) locks[lock] = wanted[lock] ?? locks[lock];
      const isSame = JSON.stringify([locks, lockOnJoin]) === JSON.stringify([state.locks, state.lockOnJoin]);
      if (!isSame) context.emit('locked', { locks, lockOnJoin });
      return {};
    },
    exempt(context, { member, unlocked }) {
      requireBelow(context, member);
      if ((context.state.unlocked[member] ?? false) !== unlocked) context.emit('exempted', { member, unlocked });
      return {};
    },
    grant(context, { member, ability, grant }) {
      requireBelow(context, member);
      requireHeld(context.member, ability);
      const isLastHost = grant === 'taken' && requireMember(context, member).role === 'host';
      if (isLastHost && hosts(context).length === 1) throw new AppError('conflict', 'The only host keeps all rights.');
      if (context.state.grants[member]?.[ability] !== grant) {
        context.emit('granted', { member, ability, ...(grant !== undefined && { grant }) });
      }
      return {};
    },
    promote(context, { member, role }) {
      const { role: before } = requireBelow(context, member);
      if (outranks(role, context.member.role)) throw new AppError('forbidden', 'You cannot give more than you have.');
      if (before === role) return {};
      if (before === 'host' && hosts(context).length === 1) {
        throw new AppError('conflict', 'A meeting keeps one host: make somebody else a host first.');
      }
      context.emit('promoted', { member, role });
      return {};
    },
    present(context, { member }) {
      if (member !== undefined) requireMember(context, member);
      if (context.state.presenter !== member) context.emit('presented', member === undefined ? {} : { member });
      return {};
    },
  },
  listens: [
    on(moderation, presence, 'left', (context, { id }) => {
      const { presenter, unlocked, grants } = context.state;
      if (presenter === id) context.emit('presented', {});
      if (unlocked[id] || grants[id]) context.emit('forgotten', { member: id });
    }),
  ],
  onJoined,
});

function hosts({ members }: ModerationContext): readonly MemberView[] {
  return members.filter(({ role }) => role === 'host');
}

function requireHeld({ abilities }: MemberView, ability: Ability): void {
  if (!abilities.includes(ability))
    throw new AppError('forbidden', 'You can give or take only what you have yourself.');
}
