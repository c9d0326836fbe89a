import { assertNever } from '@plenum/shared/core/errors';
import { type Point, readPoints } from '@plenum/shared/features/whiteboard/points';
import type { DrawnShape, Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { Print, PrintLine, PrintPart } from '../../../app/prints.ts';
import { type Box, boxOf } from './box.ts';
import { linePath, penPath } from './ink.ts';
import { type Measure, noteLines, textLines } from './lettering.ts';
import { noteInk, palette } from './palette.ts';

type Of<K extends DrawnShape['kind']> = Extract<DrawnShape, { kind: K }>;
type Size = Pick<Box, 'width' | 'height'>;

/** The paintable parts of a shape. Pure: the same shape and measures give the same parts everywhere. */
export function drawingOf(shape: DrawnShape | Shape, measure: Measure): Print {
  const box = boxOf(shape);
  return { box, angle: shape.angle, parts: partsOf(shape, box, measure) };
}

function partsOf(shape: DrawnShape | Shape, box: Box, measure: Measure): readonly PrintPart[] {
  switch (shape.kind) {
    case 'pen':
      return [{ kind: 'fill', d: penPath(pointsIn(shape), shape.width), colour: palette[shape.colour].ink }];
    case 'highlighter':
      return [highlight(shape)];
    case 'line':
    case 'arrow':
      return [stroked(lineAcross(shape), shape)];
    case 'rectangle':
    case 'ellipse':
    case 'triangle':
      return surface(outlineOf(shape.kind, box), shape);
    case 'text':
      return [words(textLines(shape.text, shape.size, box.width, measure), shape.size, palette[shape.colour].ink)];
    case 'note': {
      const { lines, size } = noteLines(shape.text, shape.size, box, measure);
      return [
        { kind: 'fill', d: outlineOf('rectangle', box), colour: palette[shape.colour].paper },
        words(lines, size, noteInk),
      ];
    }
    case 'image':
      return [{ kind: 'picture', file: shape.file, width: box.width, height: box.height }];
    default:
      return assertNever(shape);
  }
}

function highlight(shape: Of<'highlighter'>): PrintPart {
  const { ink } = palette[shape.colour];
  return { kind: 'stroke', d: linePath(pointsIn(shape)), colour: ink, width: shape.width * 4, opacity: 0.35 };
}

function words(lines: readonly PrintLine[], size: number, colour: string): PrintPart {
  return { kind: 'text', lines, size, colour };
}

/** The points of a stroke in its box: stretched with the box, mirrored when its size is negative. */
function pointsIn({ points: packed, w, h }: Of<'pen'> | Of<'highlighter'>): readonly Point[] {
  const points = readPoints(packed) ?? [];
  const [wide, high] = [Math.max(...points.map(({ x }) => x)), Math.max(...points.map(({ y }) => y))];
  const [stretchX, stretchY] = [wide > 0 ? w / wide : 1, high > 0 ? h / high : 1];
  return points.map((point) => ({
    ...point,
    x: point.x * stretchX + (w < 0 ? -w : 0),
    y: point.y * stretchY + (h < 0 ? -h : 0),
  }));
}

function stroked(
  d: string,
  { colour, width, dash }: Of<'line'> | Of<'arrow'> | Of<'rectangle'> | Of<'ellipse'> | Of<'triangle'>,
): PrintPart {
  const pattern = { solid: undefined, dashed: [3 * width, 2.5 * width], dotted: [0.01, 2 * width] }[dash];
  return { kind: 'stroke', d, colour: palette[colour].ink, width, ...(pattern && { dash: pattern }) };
}

function surface(d: string, shape: Of<'rectangle'> | Of<'ellipse'> | Of<'triangle'>): readonly PrintPart[] {
  const { ink, wash } = palette[shape.colour];
  const colour = { none: undefined, wash, solid: ink }[shape.fill];
  return [...(colour ? [{ kind: 'fill', d, colour } as const] : []), stroked(d, shape)];
}

function outlineOf(kind: 'rectangle' | 'ellipse' | 'triangle', { width, height }: Size): string {
  const [a, b] = [width / 2, height / 2];
  switch (kind) {
    case 'rectangle':
      return `M0 0L${width} 0L${width} ${height}L0 ${height}Z`;
    case 'triangle':
      return `M${a} 0L${width} ${height}L0 ${height}Z`;
    case 'ellipse': {
      // Four curves, because not every painter knows arcs.
      const [k, l] = [a * 0.5523, b * 0.5523];
      return (
        `M${a} 0C${a + k} 0 ${width} ${b - l} ${width} ${b}C${width} ${b + l} ${a + k} ${height} ${a} ${height}` +
        `C${a - k} ${height} 0 ${b + l} 0 ${b}C0 ${b - l} ${a - k} 0 ${a} 0Z`
      );
    }
    default:
      return assertNever(kind);
  }
}

function lineAcross({ kind, w, h, width }: Of<'line'> | Of<'arrow'>): string {
  const [startX, startY] = [w < 0 ? -w : 0, h < 0 ? -h : 0];
  const [endX, endY] = [startX + w, startY + h];
  const line = `M${startX} ${startY}L${endX} ${endY}`;
  if (kind === 'line') return line;
  const direction = Math.atan2(h, w);
  const length = Math.min(Math.hypot(w, h), 10 + 3 * width);
  const wing = (turn: number) =>
    `${endX - length * Math.cos(direction + turn)} ${endY - length * Math.sin(direction + turn)}`;
  return `${line}M${wing(0.45)}L${endX} ${endY}L${wing(-0.45)}`;
}
