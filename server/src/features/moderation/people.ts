import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { moderation } from '@plenum/shared/features/moderation/contract';
import { outranks } from '@plenum/shared/features/moderation/rights';
import type { Context, MemberView } from '../../room/serve.ts';

export type ModerationContext = Context<typeof moderation>;

/** The context of a command: it has somebody who asks. */
export type Asked = ModerationContext & { readonly member: MemberView };

/** @throws AppError `notFound` when nobody here has that id */
export function requireMember(context: ModerationContext, id: MemberId): MemberView {
  const member = context.find(id);
  if (!member) throw new AppError('notFound', 'This person is not here any more.');
  return member;
}

/** @throws AppError `notFound`; `forbidden` when `id` stands above the asker */
export function requireBelow(context: Asked, id: MemberId): MemberView {
  const member = requireMember(context, id);
  if (outranks(member.role, context.member.role))
    throw new AppError('forbidden', 'This person has more rights than you.');
  return member;
}

export function hosts({ members }: ModerationContext): readonly MemberView[] {
  return members.filter(({ role }) => role === 'host');
}
