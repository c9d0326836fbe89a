import type { PrintPart } from '../../../app/prints.ts';

type TextPart = Extract<PrintPart, { kind: 'text' }>;

/** The typeface in which boards are written. */
const typeface = '"Atkinson Hyperlegible Next Variable", system-ui, sans-serif';
/** Pixels of a letter's picture for each page unit: sharp in print. */
const pixelsPerUnit = 3;

/** A line as the browser writes it. */
export function setLine(canvas: CanvasRenderingContext2D, size: number): void {
  canvas.font = `${size}px ${typeface}`;
}

/** How wide a line is, in page units. */
export function widthOf(text: string, size: number): number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas) return text.length * size * 0.5;
  setLine(canvas, size);
  return canvas.measureText(text).width;
}

/** A line of letters as a picture, for those that the typefaces of PDF do not have; its baseline is at `rise`. */
export interface LinePicture {
  readonly png: string;
  readonly width: number;
  readonly height: number;
  readonly rise: number;
}

export function pictureOfLine(
  text: string,
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
  context.fillText(text, 0, rise);
  return { png: canvas.toDataURL('image/png'), width, height, rise };
}
