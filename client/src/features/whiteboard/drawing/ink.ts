import type { Point } from '@plenum/shared/features/whiteboard/points';
import { getStroke } from 'perfect-freehand';

const short = (value: number) => String(Math.round(value * 100) / 100);

/** The outline of a pen stroke as SVG path data: thinner where the pen was fast or light. */
export function penPath(points: readonly Point[], width: number): string {
  const pressed = points.some(({ pressure }) => pressure !== undefined);
  const outline = getStroke(
    points.map(({ x, y, pressure = 0.5 }) => [x, y, pressure]),
    {
      size: width * 1.6,
      thinning: pressed ? 0.7 : 0.35,
      smoothing: 0.55,
      streamline: 0.35,
      simulatePressure: !pressed,
    },
  );
  const [first, last] = [outline[0], outline.at(-1)];
  if (!first || !last) return '';
  const start = `${short((last[0] + first[0]) / 2)} ${short((last[1] + first[1]) / 2)}`;
  return `M${start}${outline.map((point, index) => curveTo(point, outline[index + 1] ?? first)).join('')}Z`;
}

/** A line of constant width through the points, for the highlighter. */
export function linePath(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return '';
  const rest = points.map((point, index) => {
    const next = points[index + 1] ?? point;
    return curveTo([point.x, point.y], [next.x, next.y]);
  });
  const last = points.at(-1) ?? first;
  return `M${short(first.x)} ${short(first.y)}${rest.join('')}L${short(last.x)} ${short(last.y)}`;
}

/** A curve from the middle before a point to the middle after it, bent towards the point. */
function curveTo(point: readonly number[], next: readonly number[]): string {
  const [x = 0, y = 0] = point;
  const [nextX = 0, nextY = 0] = next;
  return `Q${short(x)} ${short(y)} ${short((x + nextX) / 2)} ${short((y + nextY) / 2)}`;
}
