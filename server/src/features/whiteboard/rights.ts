import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type BoardState, pageOf } from '@plenum/shared/features/whiteboard/reduce';
import { type BoardPage, shapeOn } from '@plenum/shared/features/whiteboard/pages';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { without } from '../../room/audience.ts';
import type { Context, MemberView } from '../../room/serve.ts';

export type BoardContext = Context<typeof whiteboard>;
export type CallerBoard = BoardContext & { readonly member: MemberView };

/** Whether a member may show slides: all members see the drawings of such a member. */
export function leads({ abilities }: MemberView): boolean {
  return abilities.includes('slideShow');
}

/** Returns the page if the caller may draw on it now. @throws AppError `forbidden` by the policy, `notFound` */
export function requireDrawing(context: CallerBoard, id: string): BoardPage {
  if (!isAllowed(context.state, context.member)) throw new AppError('forbidden', 'Drawing is switched off for you.');
  return requirePage(context, id);
}

/** @throws AppError `notFound` */
export function requirePage({ state }: BoardContext, id: string): BoardPage {
  const page = pageOf(state, id);
  if (!page) throw new AppError('notFound', 'This page does not exist.');
  return page;
}

function mayTouch({ state, member }: CallerBoard, shape: Shape): boolean {
  return shape.by === member.id || state.policy.others || member.abilities.includes('whiteboardManage');
}

/** Whether a member may draw now, by rights and policy. */
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

/** The receivers of a drawing by this author; undefined when all members are. */
export function audienceOf(context: BoardContext, author: Pick<Shape, 'by' | 'led'>): readonly MemberId[] | undefined {
  const { veiled } = context.state;
  if (author.led || veiled.every((member) => member === author.by)) return undefined;
  return allBut(context, veiled, author.by);
}

/** The receivers of the caller's pointer; undefined when all members are. */
export function watchersOf(context: CallerBoard): readonly MemberId[] | undefined {
  const { state, member } = context;
  if (leads(member) || state.shaded.length === 0) return undefined;
  return allBut(context, state.shaded, member.id);
}

/**
 * All members without the hidden-from ones, and the author. It reads the list of members, so callers check `hidden`
 * first.
 */
function allBut({ members }: BoardContext, excluded: readonly MemberId[], author: MemberId): readonly MemberId[] {
  const others = without(
    members.map(({ id }) => id),
    excluded,
  );
  return others.includes(author) ? others : [...others, author];
}

/**
 * Returns the shapes of these ids that are on the page, each once.
 * @throws AppError `forbidden` when the caller may
 * not change one of them
 */
export function requireTouchable(context: CallerBoard, page: BoardPage, ids: readonly string[]): readonly Shape[] {
  const shapes = [...new Set(ids)].flatMap((id) => shapeOn(page, id) ?? []);
  if (shapes.every((shape) => mayTouch(context, shape))) return shapes;
  throw new AppError('forbidden', 'You may change only your own drawings here.');
}
