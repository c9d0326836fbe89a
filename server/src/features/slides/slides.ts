import { AppError } from '@plenum/shared/core/errors';
import type { FileId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import * as z from 'zod/mini';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import {
  deepestZoom,
  filesOf,
  findPage,
  numberOf,
  type Page,
  type PageId,
  pageWidth,
  Presentation,
  type PresentationId,
  slides,
  type View,
} from '@plenum/shared/features/slides/contract';
import { reduceSlides } from '@plenum/shared/features/slides/reduce';
import { type Context, type Slice, serve } from '../../room/serve.ts';
import { addPresentation } from './adding.ts';
import { brings, onBrought } from './family.ts';
import { mayHave } from './owner.ts';

type SlidesContext = Context<typeof slides>;

/** A finished conversion: a presentation whose files are all kept. */
export interface Converted {
  readonly presentation: Presentation & { readonly by: string };
}

/** The shape of a screen, for pages without a shape of their own. */
const blankHeight = (pageWidth * 9) / 16;
/** The rounding error of sums of coordinates, in page units. */
const slack = 0.5;

function requirePresentation({ state }: SlidesContext, id: PresentationId): Presentation {
  const found = state.presentations.find((one) => one.id === id);
  if (!found) throw new AppError('notFound', 'This presentation does not exist.');
  return found;
}

function requirePage({ state }: SlidesContext, id: PageId): Page {
  const found = findPage(state.presentations, id);
  if (!found) throw new AppError('notFound', 'This page does not exist.');
  return found.page;
}

function requireRoom({ state }: SlidesContext): void {
  if (state.presentations.length >= slidesLimits.presentationsPerRoom) {
    throw new AppError('full', 'This room has as many presentations as it may have. Remove one first.');
  }
}

/** Checks a view of the current page and returns it; undefined for the whole page. */
function checkedView(context: SlidesContext, id: PageId, view: View | undefined): View | undefined {
  const page = requirePage(context, id);
  if (context.state.current !== id) throw new AppError('conflict', 'Another page is on the stage.');
  if (!view) return undefined;
  const isInside = view.x + view.width <= page.width + slack && view.y + view.height <= page.height + slack;
  const least = Math.min(page.width, page.height) / deepestZoom;
  if (!isInside || Math.max(view.width, view.height) < least - slack) {
    throw new AppError('invalid', 'The view is outside the page or too small.');
  }
  const isWhole = view.width >= page.width - slack && view.height >= page.height - slack;
  return isWhole ? undefined : view;
}

function turn(context: SlidesContext, page: PageId | undefined): void {
  if (context.state.current !== page) context.emit('turned', { ...(page !== undefined && { page }) });
}

function remove(context: SlidesContext, presentation: Presentation, kept?: ReadonlySet<FileId>): void {
  const files = filesOf(presentation).filter((file) => kept?.has(file) !== true);
  context.emit('removed', { presentation: presentation.id });
  if (files.length > 0) context.emit('released', { files: [...files] }, { to: [] });
}

/** What a meeting in a space begins with. */
const SlidesOpening = z.object({ keeps: z.boolean(), prepared: z.array(Presentation) });

/** Clears what is not kept, and adds what is prepared; a prepared presentation that is here already stays as it is when all is kept. */
function begin(context: SlidesContext, { keeps, prepared }: z.infer<typeof SlidesOpening>): void {
  if (!keeps) {
    // The files that come again must not be released: a reader would delete them after they came.
    const coming = new Set(prepared.flatMap(filesOf));
    for (const one of context.state.presentations) remove(context, one, coming);
  }
  for (const one of prepared) {
    const { presentations } = context.state;
    const isHere = presentations.some(({ id }) => id === one.id);
    if (!isHere && presentations.length < slidesLimits.presentationsPerRoom) addPresentation(context, one);
  }
}

function onConverted(context: SlidesContext, { presentation }: Converted): void {
  const by = context.find(presentation.by);
  if (!by?.abilities.includes('slideUpload')) throw new AppError('forbidden', 'You may no longer add presentations.');
  requireRoom(context);
  addPresentation(context, presentation);
  const [first] = presentation.pages;
  if (first && context.state.current === undefined && by.abilities.includes('slideShow')) turn(context, first.id);
}

/** Presentations, the page on the stage and its view. The gateway takes the files in and has them converted. */
export const serveSlides: Slice<Converted> = serve<typeof slides, Converted>(reduceSlides, {
  commands: {
    turn(context, { page }) {
      if (page !== undefined) requirePage(context, page);
      turn(context, page);
      return {};
    },
    look(context, { page, view }) {
      const checked = checkedView(context, page, view);
      if (checked || context.state.view) context.emit('viewed', { page, ...(checked && { view: checked }) });
      return {};
    },
    pan(context, { page, view }) {
      const whole = { x: 0, y: 0, ...requirePage(context, page) };
      const { x, y, width, height } = checkedView(context, page, view) ?? whole;
      context.emit('panned', { page, view: { x, y, width, height }, by: context.member.id });
      return {};
    },
    blank(context, { name }) {
      requireRoom(context);
      const id = context.newId();
      const page: Page = { id: `${id}.1`, width: pageWidth, height: blankHeight, blank: true };
      context.emit('added', { id, name, kind: 'blank', pages: [page], by: context.member.id });
      turn(context, page.id);
      return { page: page.id };
    },
    extend(context, { presentation }) {
      const { id, pages } = requirePresentation(context, presentation);
      if (pages.length >= limits.pagesPerPresentation) {
        throw new AppError('full', 'This presentation has as many pages as it may have. Add another one.');
      }
      const height = pages.at(-1)?.height ?? blankHeight;
      // The numbers of pages need not be gapless: a child room may have got one page of a presentation alone.
      const number = Math.max(...pages.map((one) => numberOf(one.id))) + 1;
      const page: Page = { id: `${id}.${number}`, width: pageWidth, height, blank: true };
      context.emit('extended', { presentation: id, pages: [page] });
      turn(context, page.id);
      return { page: page.id };
    },
    remove(context, { presentation }) {
      remove(context, requirePresentation(context, presentation));
      return {};
    },
    allow(context, { presentation, download }) {
      const { download: before = false } = requirePresentation(context, presentation);
      if (before !== download) context.emit('allowed', { presentation, download });
      return {};
    },
  },
  life: {
    opened: (context, setting) => begin(context, SlidesOpening.parse(setting)),
  },
  family: { brings, brought: onBrought },
  outside: { fact: onConverted, mayHave },
});
