import { packPoints, type Point } from '@plenum/shared/features/whiteboard/points';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';

export type PenShape = Extract<DrawnShape, { kind: 'pen' }>;

/** Points of a stroke that a hand draws in one second at 60 Hz. */
const points = 60;
/** Parts that show a stroke before it is finished: with the finished stroke, ten operations a second. */
export const partsPerStroke = 9;

/** A stroke that wanders over the page; the same for the same number. */
function strokePoints(number: number): readonly Point[] {
  const [x, y] = [100 + ((number * 97) % 1_500), 100 + ((number * 61) % 800)];
  return Array.from({ length: points }, (_, step) => ({
    x: x + step * 4 + 3 * Math.sin(number + step),
    y: y + 40 * Math.sin((number + step) / 7),
  }));
}

/** A stroke as it is sent when finished; its id contains the time in epoch ms. */
export function stroke(number: number, sentAt: number): PenShape {
  const path = strokePoints(number);
  const [x, y] = [Math.min(...path.map((point) => point.x)), Math.min(...path.map((point) => point.y))];
  return {
    kind: 'pen',
    id: `${Math.round(sentAt * 100).toString(36)}-${number.toString(36)}`,
    x: Math.round(x * 10) / 10,
    y: Math.round(y * 10) / 10,
    w: 240,
    h: 80,
    angle: 0,
    order: number,
    colour: 'green',
    width: 6,
    points: packPoints(path.map((point) => ({ x: point.x - x, y: point.y - y }))),
  };
}

/** When the stroke of this id was sent, epoch ms. */
export function sentAt(id: string): number {
  return Number.parseInt(id.split('-')[0] ?? '', 36) / 100;
}

/** A part of an unfinished stroke. */
export function strokePart(number: number, part: number): { readonly from: number; readonly points: string } {
  const size = Math.ceil(points / partsPerStroke);
  return { from: part * size, points: packPoints(strokePoints(number).slice(part * size, (part + 1) * size)) };
}

/** Epoch ms with fractions, the same in all processes of this machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
