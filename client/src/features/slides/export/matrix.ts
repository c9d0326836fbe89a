/** The position of the page units on a PDF page, in points; `turned`: the page's rotation in degrees clockwise. */
export interface Sheet {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly turned: 0 | 90 | 180 | 270;
}

/** x' = a x + c y + e; y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** From page units (origin at the visible top left corner) to the points of the PDF. */
export function toPoints({ x, y, width, height, turned }: Sheet, unitsAcross: number): Matrix {
  const k = (turned === 90 || turned === 270 ? height : width) / unitsAcross;
  switch (turned) {
    case 0:
      return [k, 0, 0, -k, x, y + height];
    case 90:
      return [0, k, k, 0, x, y];
    case 180:
      return [-k, 0, 0, k, x + width, y];
    case 270:
      return [0, -k, -k, 0, x + width, y + height];
    default:
      return turned satisfies never;
  }
}

/** A PDF's rotation as one of the four possible values, in degrees. */
export function turnOf(angle: number): Sheet['turned'] {
  const quarter = ((Math.round(angle / 90) % 4) + 4) % 4;
  return ([0, 90, 180, 270] as const)[quarter] ?? 0;
}

/** The matrix that turns by `angle` degrees round a box's middle and moves to its corner. */
export function intoBox(
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  angle: number,
): Matrix {
  const turn = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [middleX, middleY] = [width / 2, height / 2];
  return [
    cos,
    sin,
    -sin,
    cos,
    x + middleX - cos * middleX + sin * middleY,
    y + middleY - sin * middleX - cos * middleY,
  ];
}
