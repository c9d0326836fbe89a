import { assertNever } from '@plenum/shared/core/errors';
import type { Print, PrintPart } from '../../../app/prints.ts';
import { setLine } from './letters.ts';
import { intoBox } from './matrix.ts';

/** A canvas of the page, or one beside it. */
type Canvas = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Loads a file of the room as a bitmap; undefined when that fails. */
export type ImageOf = (file: string) => Promise<ImageBitmap | undefined>;

/** Paints prints on a canvas whose units are page units. */
export async function paintPrints(canvas: Canvas, prints: readonly Print[], imageOf: ImageOf): Promise<void> {
  for (const { box, angle, parts } of prints) {
    canvas.save();
    canvas.transform(...intoBox(box, angle));
    for (const part of parts) {
      canvas.save();
      if (part.kind === 'picture') await paintPicture(canvas, part, imageOf);
      else paintPart(canvas, part);
      canvas.restore();
    }
    canvas.restore();
  }
}

async function paintPicture(
  canvas: Canvas,
  { file, width, height }: Extract<PrintPart, { kind: 'picture' }>,
  imageOf: ImageOf,
): Promise<void> {
  const image = await imageOf(file);
  if (image) canvas.drawImage(image, 0, 0, width, height);
  image?.close();
}

function paintPart(canvas: Canvas, part: Exclude<PrintPart, { kind: 'picture' }>): void {
  switch (part.kind) {
    case 'fill':
      canvas.globalAlpha = part.opacity ?? 1;
      canvas.fillStyle = part.colour;
      // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array.
      canvas.fill(new Path2D(part.d));
      return;
    case 'stroke':
      canvas.globalAlpha = part.opacity ?? 1;
      canvas.strokeStyle = part.colour;
      canvas.lineWidth = part.width;
      canvas.lineCap = 'round';
      canvas.lineJoin = 'round';
      canvas.setLineDash([...(part.dash ?? [])]);
      canvas.stroke(new Path2D(part.d));
      return;
    case 'text':
      canvas.fillStyle = part.colour;
      setLine(canvas, part.size);
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
