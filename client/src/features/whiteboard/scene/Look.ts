/** How page units lie on a canvas: a place of the page times `scale` and `x`, `y` further, in CSS px. */
export interface Look {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The CSS transform that brings what was painted with one look to where another has it; empty when that is the same. */
export function fromTo(painted: Look, now: Look): string {
  const k = now.scale / painted.scale;
  const [x, y] = [now.x - painted.x * k, now.y - painted.y * k];
  return k === 1 && x === 0 && y === 0 ? '' : `matrix(${k}, 0, 0, ${k}, ${x}, ${y})`;
}
