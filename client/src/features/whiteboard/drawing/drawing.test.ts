import { packPoints } from '@plenum/shared/features/whiteboard/points';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import { describe, expect, it } from 'vitest';
import board from '../../../testing/cases/right-to-left-board.json';
import { boundsOf, boxOf } from './box.ts';
import { brokenInto, noteLines } from './lettering.ts';
import { sizeOfText } from './fresh.ts';
import { paint } from './paint.ts';
import { drawingOf } from './parts.ts';

/** Letters that are half as wide as high. */
const measure = (text: string, size: number) => (text.length * size) / 2;
const place = { id: 'shape-001', x: 100, y: 50, w: 200, h: 100, angle: 0, order: 1, colour: 'blue' } as const;
const line = { ...place, width: 4, dash: 'solid' } as const;
const points = packPoints([
  { x: 0, y: 0 },
  { x: 50, y: 20 },
  { x: 100, y: 50 },
]);

const { colour: _colour, ...bare } = place;
const picture = { ...bare, kind: 'image', file: 'f'.repeat(32), alt: '' } as const;

const every: readonly DrawnShape[] = [
  { ...place, kind: 'pen', width: 4, points },
  { ...place, kind: 'highlighter', width: 4, points },
  { ...line, kind: 'line' },
  { ...line, kind: 'arrow', dash: 'dotted' },
  { ...line, kind: 'rectangle', fill: 'wash' },
  { ...line, kind: 'ellipse', fill: 'solid', dash: 'dashed' },
  { ...line, kind: 'triangle', fill: 'none' },
  { ...place, kind: 'text', size: 20, text: 'Hello' },
  { ...place, kind: 'note', size: 20, text: 'A note' },
  picture,
];

const numbersIn = (d: string) => (d.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number);

describe('what there is to paint', () => {
  it.each(every)('of a $kind lies in its box, in absolute steps that PDF has, too', (shape) => {
    const { box, parts } = drawingOf(shape, measure);
    expect(box).toEqual({ x: 100, y: 50, width: 200, height: 100 });
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) {
      if (part.kind === 'text' || part.kind === 'picture') continue;
      expect(part.d).toMatch(/^M[MLCQZ\d\s.e-]*$/);
      const numbers = numbersIn(part.d);
      expect(numbers.every(Number.isFinite)).toBe(true);
      expect(Math.min(...numbers)).toBeGreaterThan(-20);
      expect(Math.max(...numbers)).toBeLessThan(220);
    }
  });

  it('of a stroke is stretched with its box, and mirrored when its size is negative', () => {
    const pathOf = (part: object) => {
      const [first] = drawingOf({ ...place, kind: 'highlighter', width: 4, points, ...part }, measure).parts;
      return numbersIn(first && 'd' in first ? first.d : '').slice(0, 2);
    };
    expect(pathOf({})).toEqual([0, 0]);
    expect(pathOf({ w: -200 })).toEqual([200, 0]);
    expect(pathOf({ w: -200, h: -100 })).toEqual([200, 100]);
  });

  it('of a picture is its file over the whole box', () => {
    expect(drawingOf({ ...picture, angle: 30 }, measure)).toEqual({
      box: { x: 100, y: 50, width: 200, height: 100 },
      angle: 30,
      parts: [{ kind: 'picture', file: picture.file, width: 200, height: 100 }],
    });
  });

  it('of points that cannot be read, or of one point, is no error', () => {
    for (const text of ['', 'x', 'sA', 'sAA']) {
      expect(() => drawingOf({ ...place, kind: 'pen', width: 4, points: text, w: 0, h: 0 }, measure)).not.toThrow();
    }
  });

  it('is within bounds, turned or not', () => {
    expect(boxOf({ x: 10, y: 10, w: -10, h: 5 })).toEqual({ x: 0, y: 10, width: 10, height: 5 });
    expect(boundsOf({ x: 0, y: 0, w: 100, h: 20, angle: 90 })).toMatchObject({ x: 40, y: -40 });
  });
});

describe('text', () => {
  it('is broken between words, within a word only where it must be, and at its own ends of line', () => {
    const broken = (text: string, width: number) =>
      brokenInto(text, width, (part) => part.length).map((line) => line.text);
    expect(broken('one two three', 8)).toEqual(['one two', 'three']);
    expect(broken('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(broken('a\n\nb', 8)).toEqual(['a', '', 'b']);
    expect(broken('', 8)).toEqual(['']);
  });

  it('on a note gets smaller until it fits, and not smaller than one can read', () => {
    const small = noteLines('word '.repeat(20).trim(), 40, { width: 200, height: 200 }, measure);
    expect(small.size).toBeLessThan(40);
    expect(small.lines.at(-1)?.y).toBeLessThan(200);
    expect(noteLines('word '.repeat(400).trim(), 40, { width: 100, height: 100 }, measure).size).toBe(8);
  });
});

describe('text from right to left', () => {
  const linesOf = (shape: DrawnShape) =>
    drawingOf(shape, measure).parts.flatMap((part) => (part.kind === 'text' ? part.lines : []));

  it('begins each line at the right end of its box, in the direction of its paragraph', () => {
    expect(linesOf({ ...place, kind: 'text', size: 20, text: `${board.text}\nAna!` })).toMatchObject([
      { text: 'שלום!', direction: 'rtl', x: 150 },
      { text: 'מה שלומך (היום)?', direction: 'rtl', x: 40 },
      { text: 'Ana!', direction: 'ltr', x: 0 },
    ]);
  });

  it('keeps the direction of a paragraph in lines that have no letter of it', () => {
    const lines = linesOf({ ...place, kind: 'text', w: 100, size: 20, text: 'שלום שלום Anna Ben!' });
    expect(lines.map(({ text, direction }) => [text, direction])).toEqual([
      ['שלום שלום', 'rtl'],
      ['Anna Ben!', 'rtl'],
    ]);
  });

  it('is centred on a note, in its own direction', () => {
    expect(linesOf({ ...place, kind: 'note', size: 10, text: board.note })).toMatchObject([
      { text: board.note, direction: 'rtl', x: (200 - board.note.length * 5) / 2 },
    ]);
  });

  it('stays at its right end when its box gets as narrow as its words', () => {
    const shape = { ...place, kind: 'text', size: 20, text: '' } as const;
    expect(sizeOfText({ shape, fresh: false }, 'שלום!', measure)).toMatchObject({ x: 245, w: 55 });
    expect(sizeOfText({ shape, fresh: true }, 'שלום!', measure)).toMatchObject({ x: 45, w: 55 });
    expect(sizeOfText({ shape, fresh: true }, 'Hello', measure)).toEqual({ w: 55, h: 26 });
  });
});

it('is written from the left end of each line, in its direction', () => {
  const written: unknown[] = [];
  const canvas = {
    direction: 'inherit',
    textAlign: 'start',
    save: () => undefined,
    restore: () => undefined,
    fillText: (text: string, x: number) => written.push([text, x, canvas.direction, canvas.textAlign]),
  };
  const { parts } = drawingOf({ ...place, kind: 'text', size: 20, text: 'שלום!\nAna!' }, measure);
  paint(canvas as unknown as CanvasRenderingContext2D, parts, () => 'loading');
  expect(written).toEqual([
    ['שלום!', 150, 'rtl', 'left'],
    ['Ana!', 0, 'ltr', 'left'],
  ]);
});
