/** Zoom of a picture: `scale` times its fitted size, moved by x and y in px of its box. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

export const whole: Zoom = { scale: 1, x: 0, y: 0 };
const most = 6;

/** Zooms by a factor; the picture's point at `point` (from the middle of the box) does not move. */
export function zoomAt(zoom: Zoom, factor: number, point: Point, box: Box): Zoom {
  const scale = Math.min(most, Math.max(1, zoom.scale * factor));
  const grown = scale / zoom.scale;
  return kept({ scale, x: point.x - (point.x - zoom.x) * grown, y: point.y - (point.y - zoom.y) * grown }, box);
}

/** Moves the picture under the pointer. */
export function moveBy(zoom: Zoom, by: Point, box: Box): Zoom {
  return kept({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, box);
}

/** Keeps the picture over its box. */
function kept({ scale, x, y }: Zoom, { width, height }: Box): Zoom {
  const bound = (value: number, size: number) => {
    const room = ((scale - 1) * size) / 2;
    // Adding 0 turns -0 into 0.
    return Math.min(room, Math.max(-room, value)) + 0;
  };
  return { scale, x: bound(x, width), y: bound(y, height) };
}
