/** Position of page units on a canvas, in CSS px: a page coordinate times `scale`, plus `x` or `y`. */
export interface Look {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The CSS transform from one look to another; empty when they are equal. */
export function fromTo(painted: Look, now: Look): string {
  const k = now.scale / painted.scale;
  const [x, y] = [now.x - painted.x * k, now.y - painted.y * k];
  return k === 1 && x === 0 && y === 0 ? '' : `matrix(${k}, 0, 0, ${k}, ${x}, ${y})`;
}
