import { assertNever } from '@plenum/shared/core/errors';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { Print, PrintPart } from '../../../app/prints.ts';
import type { Measure } from './lettering.ts';
import { drawingOf } from './parts.ts';

/** The typeface of boards. */
const typeface = '"Atkinson Hyperlegible Next Variable", system-ui, sans-serif';

/** The canvas methods used here, for a plain canvas and for Konva's. */
type Canvas = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'setLineDash'
  | 'fillText'
  | 'fillRect'
  | 'drawImage'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'direction'
  | 'textAlign'
> & { fill(path: Path2D): void; stroke(path: Path2D): void };

/** A picture of the room, or its loading state. */
export type Picture = HTMLImageElement | 'loading' | 'broken';

let drawings = new WeakMap<Shape, Print>();
const paths = new WeakMap<PrintPart, Path2D>();
let ruler: CanvasRenderingContext2D | null | undefined;

/** Measures text with the canvas that paints it. */
export const measureText: Measure = (text, size) => {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * size * 0.5;
  ruler.font = `100px ${typeface}`;
  return (ruler.measureText(text).width * size) / 100;
};

/** A font was loaded: drops all measurements, because they may have used another font. */
export function forgetLetters(): void {
  drawings = new WeakMap();
}

/** The drawing of a shape; computed once for each version of it. */
export function drawn(shape: Shape): Print {
  const known = drawings.get(shape);
  if (known) return known;
  const drawing = drawingOf(shape, measureText);
  drawings.set(shape, drawing);
  return drawing;
}

/** A part's path as Path2D; computed once. */
export function pathOf(part: Extract<PrintPart, { d: string }>): Path2D {
  const known = paths.get(part);
  if (known) return known;
  const path = new Path2D(part.d);
  paths.set(part, path);
  return path;
}

/** Paints parts at the canvas' present position. */
export function paint(canvas: Canvas, parts: readonly PrintPart[], pictureOf: (file: string) => Picture): void {
  for (const part of parts) {
    canvas.save();
    if (part.kind === 'picture') paintPicture(canvas, part, pictureOf(part.file));
    else paintPart(canvas, part);
    canvas.restore();
  }
}

function paintPart(canvas: Canvas, part: Exclude<PrintPart, { kind: 'picture' }>): void {
  switch (part.kind) {
    case 'fill':
      canvas.globalAlpha = part.opacity ?? 1;
      canvas.fillStyle = part.colour;
      canvas.fill(pathOf(part));
      return;
    case 'stroke':
      canvas.globalAlpha = part.opacity ?? 1;
      canvas.strokeStyle = part.colour;
      canvas.lineWidth = part.width;
      [canvas.lineCap, canvas.lineJoin] = ['round', 'round'];
      canvas.setLineDash([...(part.dash ?? [])]);
      canvas.stroke(pathOf(part));
      return;
    case 'text':
      canvas.fillStyle = part.colour;
      canvas.font = `${part.size}px ${typeface}`;
      // The x of a line is its left end in both directions.
      canvas.textAlign = 'left';
      for (const { text, direction, x, y } of part.lines) {
        canvas.direction = direction;
        canvas.fillText(text, x, y);
      }
      return;
    default:
      assertNever(part);
  }
}

/** Colours of the placeholder of a picture; it is crossed out when the picture has failed. */
const [sheet, sheetInk] = ['#e4e4df', '#6d7278'];

function paintPicture(canvas: Canvas, { width, height }: Extract<PrintPart, { kind: 'picture' }>, picture: Picture) {
  if (picture instanceof HTMLImageElement) {
    canvas.drawImage(picture, 0, 0, width, height);
    return;
  }
  canvas.fillStyle = sheet;
  canvas.fillRect(0, 0, width, height);
  canvas.strokeStyle = sheetInk;
  canvas.lineWidth = 2;
  if (picture === 'loading') canvas.setLineDash([12, 8]);
  const across = picture === 'broken' ? `M0 0L${width} ${height}M0 ${height}L${width} 0` : '';
  canvas.stroke(new Path2D(`M0 0L${width} 0L${width} ${height}L0 ${height}Z${across}`));
}
