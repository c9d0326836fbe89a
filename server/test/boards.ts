import { type Page, slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { pageOf } from '@plenum/shared/features/whiteboard/reduce';
import { byOrder, type DrawnShape, type Shape } from '@plenum/shared/features/whiteboard/shapes';
import { serveSlides } from '../src/features/slides/slides.ts';
import { serveWhiteboard } from '../src/features/whiteboard/whiteboard.ts';
import type { Client, World } from './world.ts';

/** The first page of `addPages`. */
export const page = 'deck.1';

/** Adds a presentation of so many pages, uploaded by Ana. */
export async function addPages(world: World, pages: number = 1): Promise<void> {
  const presentation = {
    id: 'deck',
    name: 'Deck',
    kind: 'pdf' as const,
    pages: Array.from({ length: pages }, (_, n): Page => ({ id: `deck.${n + 1}`, width: 1920, height: 1080 })),
    by: 'ana',
  };
  await (await world.room()).settle(serveSlides, { presentation });
}

/** Removes the presentation. */
export async function removePages(by: Client): Promise<void> {
  await by.ask(slides, 'remove', { presentation: 'deck' });
}

let shapes = 0;

/** A rectangle with a new id. */
export function box(part: Partial<Extract<DrawnShape, { kind: 'rectangle' }>> = {}): DrawnShape {
  shapes += 1;
  return {
    kind: 'rectangle',
    id: `shape-${String(shapes).padStart(6, '0')}`,
    x: 10,
    y: 20,
    w: 100,
    h: 50,
    angle: 0,
    order: 1,
    colour: 'blue',
    width: 4,
    dash: 'solid',
    fill: 'none',
    ...part,
  };
}

/** A note with a text. */
export function note(text: string): Extract<DrawnShape, { kind: 'note' }> {
  const { id } = box();
  return { kind: 'note', id, x: 10, y: 20, w: 100, h: 50, angle: 0, order: 1, colour: 'yellow', size: 20, text };
}

/** Tells the board of an uploaded picture, as the HTTP side does. @throws AppError when the board refuses it */
export async function bringPicture(world: World, member: string, file: string): Promise<void> {
  await (await world.room()).settle(serveWhiteboard, { member, file });
}

/** A shape that shows a file. */
export function picture(file: string, part: Partial<Extract<DrawnShape, { kind: 'image' }>> = {}): DrawnShape {
  const { id } = box();
  return { kind: 'image', id, x: 10, y: 20, w: 100, h: 50, angle: 0, order: 1, file, alt: '', ...part };
}

/** The shapes that this client sees on a page, lowest first. */
export function drawnOn(client: Client, id: string = page): readonly Shape[] {
  const board = pageOf(client.state(whiteboard), id);
  return board ? shapesOn(board).toSorted(byOrder) : [];
}
