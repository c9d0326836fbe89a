import { directionOf } from '@plenum/shared/core/direction';
import type { PrintLine } from '../../../app/prints.ts';

/** Width of a text in this size, in page units. */
export type Measure = (text: string, size: number) => number;

export const lineHeight = 1.3;
const [noteMargin, smallest] = [16, 8];

/**
 * Breaks text into lines that fit a width; breaks inside a word only when the word alone is too long. The lines of a
 * paragraph have its direction.
 */
export function brokenInto(
  text: string,
  width: number,
  fit: (text: string) => number,
): readonly Pick<PrintLine, 'text' | 'direction'>[] {
  return text.split('\n').flatMap((paragraph) => {
    const direction = directionOf(paragraph);
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(/(?<=\s)/u)) {
      if (line !== '' && fit((line + word).trimEnd()) > width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += word;
      while (line.length > 1 && fit(line.trimEnd()) > width) {
        const head = longestHead(line, width, fit);
        lines.push(head);
        line = line.slice(head.length);
      }
    }
    return [...lines, line.trimEnd()].map((part) => ({ text: part, direction }));
  });
}

/** Lines of a text shape, from its top; a line begins at the side where one begins to read. */
export function textLines(text: string, size: number, width: number, measure: Measure): readonly PrintLine[] {
  const broken = brokenInto(text, width, (part) => measure(part, size));
  return broken.map((line, index) => ({
    ...line,
    x: line.direction === 'rtl' ? width - measure(line.text, size) : 0,
    y: index * size * lineHeight + size,
  }));
}

/** Centred lines of a sticky note, and the size in which they fit. */
export function noteLines(
  text: string,
  wanted: number,
  { width, height }: { readonly width: number; readonly height: number },
  measure: Measure,
): { readonly lines: readonly PrintLine[]; readonly size: number } {
  const [wide, high] = [Math.max(1, width - 2 * noteMargin), Math.max(1, height - 2 * noteMargin)];
  for (let size = wanted; ; size = Math.max(smallest, size * 0.9)) {
    const broken = brokenInto(text, wide, (part) => measure(part, size));
    const tall = broken.length * size * lineHeight;
    if (tall > high && size > smallest) continue;
    const top = Math.max(noteMargin, (height - tall) / 2);
    const lines = broken.map((line, index) => ({
      ...line,
      x: Math.max(noteMargin, (width - measure(line.text, size)) / 2),
      y: top + index * size * lineHeight + size,
    }));
    return { lines, size };
  }
}

function longestHead(line: string, width: number, fit: (text: string) => number): string {
  const characters = Array.from(line);
  let count = characters.length - 1;
  while (count > 1 && fit(characters.slice(0, count).join('')) > width) count -= 1;
  return characters.slice(0, count).join('');
}
