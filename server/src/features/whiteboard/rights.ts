import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type BoardState, pageOf } from '@plenum/shared/features/whiteboard/reduce';
import { type BoardPage, shapeOn } from '@plenum/shared/features/whiteboard/pages';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { without } from '../../room/audience.ts';
import type { Context, MemberView } from '../../room/serve.ts';

export type BoardContext = Context<typeof whiteboard>;
export type AskedBoard = BoardContext & { readonly member: MemberView };

/** True for whoever shows slides: their drawings are part of what is presented. */
export function leads({ abilities }: MemberView): boolean {
  return abilities.includes('slideShow');
}

/** The page, if the asker may draw on it now. @throws AppError `forbidden` by the policy, `notFound` */
export function requireDrawing(context: AskedBoard, id: string): BoardPage {
  if (!isAllowed(context.state, context.member)) throw new AppError('forbidden', 'Drawing is switched off for you.');
  return requirePage(context, id);
}

/** @throws AppError `notFound` */
export function requirePage({ state }: BoardContext, id: string): BoardPage {
  const page = pageOf(state, id);
  if (!page) throw new AppError('notFound', 'There is no such page.');
  return page;
}

function mayTouch({ state, member }: AskedBoard, shape: Shape): boolean {
  return shape.by === member.id || state.policy.others || member.abilities.includes('whiteboardManage');
}

/** True for whoever may draw as rights and policy are now. */
export function mayDraw(state: Pick<BoardState, 'policy'>, member: MemberView): boolean {
  return member.abilities.includes('whiteboardDraw') && isAllowed(state, member);
}

function isAllowed({ policy }: Pick<BoardState, 'policy'>, member: MemberView): boolean {
  const { who, chosen } = policy;
  switch (who) {
    case 'nobody':
      return false;
    case 'presenter':
      return leads(member);
    case 'everyone':
      return true;
    case 'chosen':
      return leads(member) || chosen.includes(member.id);
    default:
      return assertNever(who);
  }
}

/** Who is told of what this author draws: everyone (undefined) unless somebody is veiled from it. */
export function audienceOf(context: BoardContext, author: Pick<Shape, 'by' | 'led'>): readonly MemberId[] | undefined {
  const { veiled } = context.state;
  if (author.led || veiled.every((member) => member === author.by)) return undefined;
  return allBut(context, veiled, author.by);
}

/** Who sees where this member points: everyone (undefined) unless somebody must not. */
export function watchersOf(context: AskedBoard): readonly MemberId[] | undefined {
  const { state, member } = context;
  if (leads(member) || state.shaded.length === 0) return undefined;
  return allBut(context, state.shaded, member.id);
}

/** Everybody here but those who are hidden from, and the author in any case. Reads the members: only when some are. */
function allBut({ members }: BoardContext, hidden: readonly MemberId[], author: MemberId): readonly MemberId[] {
  const others = without(
    members.map(({ id }) => id),
    hidden,
  );
  return others.includes(author) ? others : [...others, author];
}

/** Those of the shapes that are there, each once. @throws AppError `forbidden` when one of them is not the asker's to touch */
export function requireTouchable(context: AskedBoard, page: BoardPage, ids: readonly string[]): readonly Shape[] {
  const shapes = [...new Set(ids)].flatMap((id) => shapeOn(page, id) ?? []);
  if (shapes.every((shape) => mayTouch(context, shape))) return shapes;
  throw new AppError('forbidden', 'This was drawn by somebody else.');
}
