import type { PrintLine, PrintPart } from '../../../app/prints.ts';

type TextPart = Extract<PrintPart, { kind: 'text' }>;

/** The typeface of boards. */
const typeface = '"Atkinson Hyperlegible Next Variable", system-ui, sans-serif';
/** Pixels for each page unit in the picture of a line: sharp in print. */
const pixelsPerUnit = 3;

/** Sets the font for a line of this size. */
export function setLine(canvas: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, size: number): void {
  canvas.font = `${size}px ${typeface}`;
}

/** Width of a line in page units. */
export function widthOf(text: string, size: number): number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas) return text.length * size * 0.5;
  setLine(canvas, size);
  return canvas.measureText(text).width;
}

/** A line as a picture, for letters outside the PDF fonts and lines from right to left; the baseline is at `rise`. */
export interface LinePicture {
  readonly png: string;
  readonly width: number;
  readonly height: number;
  readonly rise: number;
}

/** Paints a line in its direction; undefined when the browser gives no canvas. */
export function pictureOfLine(
  { text, direction }: Pick<PrintLine, 'text' | 'direction'>,
  { size, colour }: Pick<TextPart, 'size' | 'colour'>,
): LinePicture | undefined {
  const [width, height, rise] = [Math.max(1, widthOf(text, size)), size * 1.5, size * 1.1];
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * pixelsPerUnit);
  canvas.height = Math.ceil(height * pixelsPerUnit);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.scale(pixelsPerUnit, pixelsPerUnit);
  setLine(context, size);
  context.fillStyle = colour;
  context.textAlign = 'left';
  context.direction = direction;
  context.fillText(text, 0, rise);
  return { png: canvas.toDataURL('image/png'), width, height, rise };
}
