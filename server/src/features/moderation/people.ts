import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { moderation } from '@plenum/shared/features/moderation/contract';
import { outranks } from '@plenum/shared/features/moderation/rights';
import type { Context, MemberView } from '../../room/serve.ts';

export type ModerationContext = Context<typeof moderation>;

/** The context of a command: the caller is known. */
export type CallerContext = ModerationContext & { readonly member: MemberView };

/** @throws AppError `notFound` when no member of the room has this id */
export function requireMember(context: ModerationContext, id: MemberId): MemberView {
  const member = context.find(id);
  if (!member) throw new AppError('notFound', 'This member is no longer in the meeting.');
  return member;
}

/** @throws AppError `notFound`; `forbidden` when the role of `id` is higher than the caller's */
export function requireBelow(context: CallerContext, id: MemberId): MemberView {
  const member = requireMember(context, id);
  if (outranks(member.role, context.member.role))
    throw new AppError('forbidden', 'The role of this member is higher than yours.');
  return member;
}

/** The hosts in the room. */
export function hosts({ members }: ModerationContext): readonly MemberView[] {
  return members.filter(({ role }) => role === 'host');
}
