import { isOpenTo } from '@plenum/shared/features/whiteboard/reduce';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { type Shape, weightOf } from '@plenum/shared/features/whiteboard/shapes';
import type { BoardContext } from './rights.ts';

/** About how heavy one event with shapes may be, in bytes of JSON. */
const heaviest = 48_000;

/** Brings who must not see what participants draw up to date with everybody's rights as they are now. */
export function updateVeils(context: BoardContext): void {
  const veiled = context.members.filter(({ abilities }) => !abilities.includes('annotationSee')).map(({ id }) => id);
  const before = context.state.veiled;
  for (const member of veiled) if (!before.includes(member)) context.emit('veiled', { member }, { to: [member] });
  const freed = before.filter((member) => !veiled.includes(member));
  for (const member of freed) context.emit('unveiled', { member }, { to: [member] });
  const present = freed.filter((member) => context.members.some(({ id }) => id === member));
  if (present.length > 0) show(context, present);
}

/** Tells members what was hidden from them. */
function show(context: BoardContext, to: readonly string[]): void {
  for (const [page, board] of Object.entries(context.state.pages)) {
    const hidden = shapesOn(board).filter((shape) => to.some((member) => !isOpenTo(shape, member)));
    for (const shapes of parcels(hidden)) context.emit('shown', { page, shapes }, { to });
  }
}

/** Shapes in lists that are not too heavy for one event. */
export function parcels(shapes: readonly Shape[]): readonly Shape[][] {
  const lists: Shape[][] = [];
  let [list, weight]: [Shape[], number] = [[], 0];
  for (const shape of shapes) {
    if (list.length > 0 && weight + weightOf(shape) > heaviest) {
      lists.push(list);
      [list, weight] = [[], 0];
    }
    list.push(shape);
    weight += weightOf(shape);
  }
  return list.length > 0 ? [...lists, list] : lists;
}
