import { reducer } from '@plenum/shared/core/reducer';
import { type Page, slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { pageOf } from '@plenum/shared/features/whiteboard/reduce';
import { byOrder, type DrawnShape, type Shape } from '@plenum/shared/features/whiteboard/shapes';
import { type Slice, serve } from '../src/room/serve.ts';
import type { Client, World } from './world.ts';

type SlidesFact = { readonly kind: 'added'; readonly pages: number } | { readonly kind: 'removed' };

const pageId = (number: number) => `deck.${number}`;
/** The first page of `addPages`. */
export const page = pageId(1);

/** Slides as far as the board knows them: told to nobody, so that no client needs their reducer. */
const slidesDouble: Slice<SlidesFact> = serve(
  reducer(slides, {
    initial: { presentations: [] },
    on: {
      added: (state) => state,
      extended: (state) => state,
      removed: (state) => state,
      turned: (state) => state,
      viewed: (state) => state,
    },
  }),
  {
    commands: {},
    onFact(context, fact: SlidesFact) {
      if (fact.kind === 'removed') return context.emit('removed', { presentation: 'deck' }, { to: [] });
      const pages = Array.from(
        { length: fact.pages },
        (_, n): Page => ({ id: pageId(n + 1), width: 1920, height: 1080 }),
      );
      context.emit('added', { id: 'deck', name: 'Deck', kind: 'blank', pages }, { to: [] });
    },
  },
);

type Slices = typeof import('../src/features/index.ts');

/** The list of features with these slides in it. */
export function withSlides(list: Slices): Slices {
  return {
    createSlices(grantMedia) {
      const slices = list.createSlices(grantMedia);
      return { ...slices, all: [...slices.all, slidesDouble as Slice] };
    },
  };
}

/** A presentation of so many pages is there. */
export async function addPages(world: World, pages: number = 1): Promise<void> {
  (await world.room()).tell(slidesDouble, { kind: 'added', pages });
  await settled();
}

/** It is removed. */
export async function removePages(world: World): Promise<void> {
  (await world.room()).tell(slidesDouble, { kind: 'removed' });
  await settled();
}

/** Lets what happens in the background be told. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

let shapes = 0;

/** A rectangle with an id of its own. */
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

/** What this client sees on a page, lowest first. */
export function drawnOn(client: Client, id: string = page): readonly Shape[] {
  const board = pageOf(client.state(whiteboard), id);
  return board ? shapesOn(board).toSorted(byOrder) : [];
}
