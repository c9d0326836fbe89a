import { whiteboardLimits } from './limits.ts';

/**
 * One point of a stroke, relative to the stroke's corner, in page units; pressure from 0 to 1 if the pen reports it.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly pressure?: number;
}

/** Steps in one page unit, and in the range of pressure. */
const [fineness, pressures] = [4, 30];
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOf = new Map(Array.from(digits, (digit, value) => [digit.codePointAt(0), value] as const));
const reach = whiteboardLimits.reach * fineness;

/**
 * Packs a stroke as short text: `p` (with pressure) or `s`, then for each point the difference to the one before in
 * quarters of a page unit. Each letter has five bits of a number, lowest first, after its sign; most numbers take one
 * or two letters.
 */
export function packPoints(points: readonly Point[]): string {
  const pressed = points.some(({ pressure }) => pressure !== undefined);
  let [text, x, y, p] = [pressed ? 'p' : 's', 0, 0, 0];
  for (const point of points) {
    const [nextX, nextY] = [Math.round(point.x * fineness), Math.round(point.y * fineness)];
    text += packed(nextX - x) + packed(nextY - y);
    [x, y] = [nextX, nextY];
    if (!pressed) continue;
    const next = Math.round((point.pressure ?? 0.5) * pressures);
    text += packed(next - p);
    p = next;
  }
  return text;
}

/** Reads packed points; undefined when they are malformed, too long, or leave the board. */
export function readPoints(text: string): readonly Point[] | undefined {
  const numbers = readNumbers(text);
  const pressed = text.startsWith('p');
  const step = pressed ? 3 : 2;
  if (!numbers || numbers.length === 0 || numbers.length % step !== 0) return undefined;
  if (numbers.length / step > whiteboardLimits.strokePoints) return undefined;
  const points: Point[] = [];
  let [x, y, p] = [0, 0, 0];
  for (let at = 0; at < numbers.length; at += step) {
    x += numbers[at] ?? 0;
    y += numbers[at + 1] ?? 0;
    if (pressed) p += numbers[at + 2] ?? 0;
    if (Math.abs(x) > reach || Math.abs(y) > reach || p < 0 || p > pressures) return undefined;
    points.push({ x: x / fineness, y: y / fineness, ...(pressed && { pressure: p / pressures }) });
  }
  return points;
}

function packed(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = '';
  do {
    const low = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? low + 32 : low];
  } while (rest > 0);
  return text;
}

function readNumbers(text: string): readonly number[] | undefined {
  if (text.length > whiteboardLimits.strokeLength || !/^[ps]/.test(text)) return undefined;
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (let at = 1; at < text.length; at += 1) {
    const digit = valueOf.get(text.codePointAt(at));
    // Five letters hold every number on a board; a sixth would overflow.
    if (digit === undefined || shift > 20) return undefined;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit >= 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  return shift === 0 ? numbers : undefined;
}
