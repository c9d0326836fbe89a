import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import type { ShapeId } from '@plenum/shared/core/ids';
import { packPoints, type Point } from '@plenum/shared/features/whiteboard/points';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import { rounded } from '../drawing/box.ts';

type Ink = Extract<DrawnShape, { points: string }>;

/** The shape of a stroke through points given in page units. */
export function strokeShape(
  points: readonly Point[],
  { id, kind, colour, width, order }: Pick<Ink, 'id' | 'kind' | 'colour' | 'width' | 'order'>,
): Ink {
  const [x, y] = [Math.min(...points.map((point) => point.x)), Math.min(...points.map((point) => point.y))];
  const [right, bottom] = [Math.max(...points.map((point) => point.x)), Math.max(...points.map((point) => point.y))];
  const inside = points.map((point) => ({ ...point, x: point.x - x, y: point.y - y }));
  return {
    kind,
    id: id as ShapeId,
    x: rounded(x),
    y: rounded(y),
    w: rounded(right - x),
    h: rounded(bottom - y),
    angle: 0,
    order,
    colour,
    width,
    points: packPoints(inside),
  };
}

/** True when a stroke is at its length limit and must continue as another one. */
export function isLong(points: readonly Point[]): boolean {
  return points.length >= whiteboardLimits.strokePoints - 1;
}
