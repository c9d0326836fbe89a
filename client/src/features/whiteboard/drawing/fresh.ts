import { directionOf } from '@plenum/shared/core/direction';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import { boxOf, rounded } from './box.ts';
import { lineHeight, type Measure, textLines } from './lettering.ts';
import type { Style } from './style.ts';

type Of<K extends DrawnShape['kind']> = Extract<DrawnShape, { kind: K }>;
interface Fresh {
  readonly id: string;
  /** The point where the text begins, or the middle of the note. */
  readonly at: { readonly x: number; readonly y: number };
  readonly order: number;
}

/** Width at which a text breaks into lines, and the side of a new note, page units. */
const [widest, noteSide] = [900, 260];

/** An empty text. */
export function freshText({ id, at, order }: Fresh, { colour, size }: Style): Of<'text'> {
  const top = rounded(at.y - (size * lineHeight) / 2);
  return {
    kind: 'text',
    id,
    x: rounded(at.x),
    y: top,
    w: widest,
    h: rounded(size * lineHeight),
    angle: 0,
    order,
    colour,
    size,
    text: '',
  };
}

/** An empty sticky note. */
export function freshNote({ id, at, order }: Fresh, { colour, size }: Style): Of<'note'> {
  const [x, y] = [rounded(at.x - noteSide / 2), rounded(at.y - noteSide / 2)];
  const paper = colour === 'ink' ? 'yellow' : colour;
  return {
    kind: 'note',
    id,
    x,
    y,
    w: noteSide,
    h: noteSide,
    angle: 0,
    order,
    colour: paper,
    size: Math.min(size, 40),
    text: '',
  };
}

/** A new box or line in this style. */
export function shapeFrom(
  { colour, width, dash, fill }: Style,
  part: Pick<DrawnShape, 'id' | 'x' | 'y' | 'w' | 'h' | 'order'> & {
    readonly kind: 'rectangle' | 'ellipse' | 'triangle' | 'line' | 'arrow';
  },
): DrawnShape {
  const common = { ...part, angle: 0, colour, width, dash };
  if (part.kind === 'line' || part.kind === 'arrow') return { ...common, kind: part.kind };
  return { ...common, kind: part.kind, fill };
}

/** The place of a text: where its box is, or where its first letter goes while it has none. */
interface TextPlace {
  readonly shape: Of<'text'>;
  /** True for a text that has not been put on the page. */
  readonly fresh: boolean;
}

/** The right end of a text that runs from right to left, which stays where it is; undefined for all others. */
export function rightEndOf({ shape, fresh }: TextPlace, text: string): number | undefined {
  if (directionOf(text) === 'ltr') return undefined;
  const box = boxOf(shape);
  return fresh ? shape.x : box.x + box.width;
}

/** The size of a text shape with this text, and its place where that changes with the size. */
export function sizeOfText(
  place: TextPlace,
  text: string,
  measure: Measure,
): { readonly x?: number; readonly w: number; readonly h: number } {
  const { w, size } = place.shape;
  const lines = textLines(text, size, Math.abs(w), measure);
  const wide = Math.max(...lines.map((line) => measure(line.text, size)));
  // With a margin, because another machine's letters may be wider.
  const width = rounded(Math.min(Math.abs(w), wide + size * 0.25));
  const right = rightEndOf(place, text);
  const x = right === undefined ? {} : { x: rounded(right - width) };
  return { ...x, w: width, h: rounded(lines.length * size * lineHeight) };
}
