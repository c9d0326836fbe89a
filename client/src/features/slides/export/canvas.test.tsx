import { expect, it, vi } from 'vitest';
import type { Print } from '../../../app/prints.ts';
import { paintPrints } from './canvas.ts';
import { pictureOfLine } from './letters.ts';

/** A canvas that keeps what it is asked to write. */
function fakeCanvas() {
  const written: unknown[] = [];
  const canvas = {
    direction: 'inherit',
    textAlign: 'start',
    save: () => undefined,
    restore: () => undefined,
    transform: () => undefined,
    scale: () => undefined,
    measureText: () => ({ width: 50 }),
    fillText: (text: string, x: number) => written.push([text, x, canvas.direction, canvas.textAlign]),
  };
  return { canvas: canvas as unknown as CanvasRenderingContext2D, written };
}

it('a picture has each line in the direction of its paragraph, from its left end', async () => {
  const lines = [
    { text: 'שלום!', direction: 'rtl', x: 150, y: 20 },
    { text: 'Ana!', direction: 'ltr', x: 0, y: 46 },
  ] as const;
  const print: Print = {
    box: { x: 0, y: 0, width: 200, height: 52 },
    angle: 0,
    parts: [{ kind: 'text', size: 20, colour: '#000000', lines }],
  };
  const { canvas, written } = fakeCanvas();
  await paintPrints(canvas, [print], async () => undefined);
  expect(written).toEqual([
    ['שלום!', 150, 'rtl', 'left'],
    ['Ana!', 0, 'ltr', 'left'],
  ]);
});

it('a PDF has a line from right to left as a picture in its direction', () => {
  const { canvas, written } = fakeCanvas();
  const element = { getContext: () => canvas, toDataURL: () => 'data:image/png;base64,' };
  const create = vi.spyOn(document, 'createElement').mockReturnValue(element as unknown as HTMLElement);
  pictureOfLine({ text: 'שלום!', direction: 'rtl' }, { size: 20, colour: '#000000' });
  create.mockRestore();
  expect(written).toEqual([['שלום!', 0, 'rtl', 'left']]);
});
