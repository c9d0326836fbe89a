/** An upright rectangle in page units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly angle: number;
}

/** The box of an unturned shape. A shape's sizes may be negative, a box's are not. */
export function boxOf({ x, y, w, h }: Omit<Placed, 'angle'>): Box {
  return { x: Math.min(x, x + w), y: Math.min(y, y + h), width: Math.abs(w), height: Math.abs(h) };
}

/** The upright box round a turned shape. */
export function boundsOf(shape: Placed): Box {
  const { x, y, width, height } = boxOf(shape);
  const turn = (shape.angle * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const [wide, high] = [width * cos + height * sin, width * sin + height * cos];
  return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}

export function touch(one: Box, other: Box): boolean {
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  );
}

/** Rounds to tenths of a page unit, which are finer than anybody sees. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
