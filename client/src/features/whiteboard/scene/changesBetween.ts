import type { ShapeId } from '@plenum/shared/core/ids';
import type { BoardPage } from '@plenum/shared/features/whiteboard/pages';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';

/** The new, changed and removed shapes between two versions of a page. Skips identical drawers. */
export function changesBetween(
  before: BoardPage,
  after: BoardPage,
): { put: readonly Shape[]; gone: readonly ShapeId[] } {
  const put: Shape[] = [];
  const gone: ShapeId[] = [];
  for (const name of new Set([...Object.keys(before.drawers), ...Object.keys(after.drawers)])) {
    const [old, now] = [before.drawers[name] ?? {}, after.drawers[name] ?? {}];
    if (old === now) continue;
    for (const [id, shape] of Object.entries(now)) if (old[id] !== shape) put.push(shape);
    for (const id of Object.keys(old)) if (!Object.hasOwn(now, id)) gone.push(id);
  }
  return { put, gone };
}
