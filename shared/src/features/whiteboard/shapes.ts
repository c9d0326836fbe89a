import * as z from 'zod/mini';
import { FileId, MemberId, ShapeId } from '../../core/ids.ts';
import { whiteboardLimits } from './limits.ts';
import { lines } from '../../core/text.ts';
import { readPoints } from './points.ts';

/** The colours of the board. The client chooses their values as ink, wash and paper. */
export const colours = ['ink', 'grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export const Colour = z.enum(colours);
export type Colour = z.infer<typeof Colour>;

export const fills = ['none', 'wash', 'solid'] as const;
export const dashes = ['solid', 'dashed', 'dotted'] as const;

/** The greatest weight of one message with shapes, in bytes of JSON, roughly. */
const heaviest = 40_000;

/** zod's numbers are finite: NaN and infinity are refused. */
const within = (min: number, max: number) => z.number().check(z.minimum(min), z.maximum(max));
const Length = within(-whiteboardLimits.reach, whiteboardLimits.reach);
const Text = lines(whiteboardLimits.textLength);
const Alt = lines(whiteboardLimits.altLength);
const Points = z.string().check(
  z.regex(/^[ps][\w-]+$/),
  z.maxLength(whiteboardLimits.strokeLength),
  z.refine((text) => readPoints(text) !== undefined, 'These points cannot be read.'),
);

/**
 * The place of a shape. `x` and `y` are its corner before the turn; a line goes from there by `w` and `h`. `angle`
 * degrees turn it about its middle. Shapes with a higher `order` cover others; for equal orders, the later id covers.
 */
const place = { x: Length, y: Length, w: Length, h: Length, angle: within(-360, 360), order: within(-1e9, 1e9) };
const style = {
  colour: Colour,
  /** The width of the pen, in page units. */
  width: within(1, 100),
  dash: z.enum(dashes),
  fill: z.enum(fills),
  /** The size of letters, in page units. */
  size: within(8, 400),
};
const { colour, width, dash, fill, size } = style;

/** Returns the schema of all kinds of shapes, with `extra` fields; `points` is the schema of packed points. */
function kinds<E extends Readonly<Record<string, z.ZodMiniType>>, P extends z.ZodMiniType>(extra: E, points: P) {
  const bare = { id: ShapeId, ...place, ...extra };
  const common = { ...bare, colour };
  const pen = { ...common, width, points };
  const line = { ...common, width, dash };
  const box = { ...line, fill };
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pen'), ...pen }),
    z.strictObject({ kind: z.literal('highlighter'), ...pen }),
    z.strictObject({ kind: z.literal('line'), ...line }),
    z.strictObject({ kind: z.literal('arrow'), ...line }),
    z.strictObject({ kind: z.literal('rectangle'), ...box }),
    z.strictObject({ kind: z.literal('ellipse'), ...box }),
    z.strictObject({ kind: z.literal('triangle'), ...box }),
    z.strictObject({ kind: z.literal('text'), ...common, size, text: Text }),
    z.strictObject({ kind: z.literal('note'), ...common, size, text: Text }),
    /** `file` was uploaded to this room's boards; `alt` describes it to members who do not see it. */
    z.strictObject({ kind: z.literal('image'), ...bare, file: FileId, alt: Alt }),
  ]);
}

/** A shape as the drawing member sends it. */
export const DrawnShape = kinds({}, Points);
export type DrawnShape = z.infer<typeof DrawnShape>;

/** A shape in an event: its points were checked when it was drawn. */
export const ToldShape = kinds({}, z.string());

/** A shape on the board with its author; `led` when the author leads, so that all members see it. */
export const Shape = kinds({ by: MemberId, led: z.optional(z.literal(true)) }, z.string());
export type Shape = z.infer<typeof Shape>;
export type ShapeKind = Shape['kind'];

/** New values for some fields of a shape; concurrent changes of other fields stay. */
export const Change = z.strictObject({
  x: z.optional(place.x),
  y: z.optional(place.y),
  w: z.optional(place.w),
  h: z.optional(place.h),
  angle: z.optional(place.angle),
  order: z.optional(place.order),
  colour: z.optional(colour),
  width: z.optional(width),
  dash: z.optional(dash),
  fill: z.optional(fill),
  size: z.optional(size),
  text: z.optional(Text),
  alt: z.optional(Alt),
});
export type Change = z.infer<typeof Change>;

/** Returns the shape with its new values, without values for fields that it does not have. */
export function changed(shape: Shape, change: Change): Shape {
  const known = Object.entries(change).filter(([field, value]) => value !== undefined && Object.hasOwn(shape, field));
  return { ...shape, ...Object.fromEntries(known) };
}

/** Returns about how many bytes a shape takes as JSON. */
export function weightOf(shape: DrawnShape | Shape): number {
  const words = 'text' in shape ? shape.text : shape.kind === 'image' ? shape.alt : '';
  return 200 + ('points' in shape ? shape.points.length : 0) + 2 * words.length;
}

/** Sorts shapes in the order of painting. */
export function byOrder(left: Shape, right: Shape): number {
  return left.order - right.order || (left.id < right.id ? -1 : 1);
}

/** Splits shapes into lists that are short and light enough for one message. */
export function batches<S extends DrawnShape | Shape>(shapes: readonly S[]): readonly S[][] {
  const lists: S[][] = [];
  let [list, weight]: [S[], number] = [[], 0];
  for (const shape of shapes) {
    if (list.length === whiteboardLimits.batch || (list.length > 0 && weight + weightOf(shape) > heaviest)) {
      lists.push(list);
      [list, weight] = [[], 0];
    }
    list.push(shape);
    weight += weightOf(shape);
  }
  return list.length > 0 ? [...lists, list] : lists;
}
