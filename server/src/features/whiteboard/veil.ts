import { isOpenTo } from '@plenum/shared/features/whiteboard/reduce';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { parcels } from '@plenum/shared/features/whiteboard/shapes';
import type { BoardContext } from './rights.ts';

/**
 * Brings who must not see what participants draw, and where they point, up to date with everybody's rights as they are
 * now. Looked up once for each change of rights, not for each move of a pointer.
 */
export function updateVeils(context: BoardContext): void {
  const shaded = context.members.filter(({ abilities }) => !abilities.includes('cursorSee')).map(({ id }) => id);
  if (shaded.join(' ') !== context.state.shaded.join(' ')) context.emit('shaded', { members: shaded }, { to: [] });
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
