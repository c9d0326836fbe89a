import { expect, it } from 'vitest';
import { whiteboardLimits } from './limits.ts';
import { emptyPage, isCrowded, shapesOn, withoutShapes, withShapes } from './pages.ts';
import type { Shape } from './shapes.ts';

const shape = (id: string): Shape => ({
  kind: 'rectangle',
  id,
  by: 'ana',
  x: 0,
  y: 0,
  w: 1,
  h: 1,
  angle: 0,
  order: 0,
  colour: 'red',
  width: 1,
  dash: 'solid',
  fill: 'none',
});

/** So many ids of one drawer, as an attacker may choose them. */
function alike(count: number): string[] {
  const ids: string[] = [];
  const drawerOf = (id: string) => Object.keys(withShapes(emptyPage, [shape(id)]).drawers)[0];
  const wanted = drawerOf('shape-00000000');
  for (let n = 0; ids.length < count; n += 1) {
    const id = `shape-${String(n).padStart(8, '0')}`;
    if (drawerOf(id) === wanted) ids.push(id);
  }
  return ids;
}

it('[WB9] shapes of one drawer that are removed together are gone, and the previous state keeps them', () => {
  const ids = alike(50);
  const page = withShapes(emptyPage, ids.map(shape));
  const left = withoutShapes(page, [...ids.slice(1), ...ids.slice(1, 3), 'never-there']);
  expect(shapesOn(left).map(({ id }) => id)).toEqual(ids.slice(0, 1));
  expect(left).toMatchObject({ count: 1, weight: 200 });
  expect(shapesOn(page)).toHaveLength(ids.length);
  expect(withoutShapes(page, ids)).toEqual(emptyPage);
});

it('[WB9] ids chosen for one drawer crowd a page, ten thousand random ids do not', () => {
  const ids = alike(whiteboardLimits.drawer + 1);
  const page = withShapes(emptyPage, ids.slice(0, -1).map(shape));
  expect(isCrowded(emptyPage, ids.slice(0, -1))).toBe(false);
  expect(isCrowded(emptyPage, ids)).toBe(true);
  expect(isCrowded(page, ids.slice(-1))).toBe(true);
  expect(isCrowded(page, ids.slice(0, 1))).toBe(false);
  const many = Array.from({ length: whiteboardLimits.shapesPerPage }, (_, n) => `shape-${n}-of-many`);
  expect(isCrowded(emptyPage, many)).toBe(false);
});
