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
import { type Slice, serve } from '../../room/serve.ts';
import { addPresentation, requireRoom, type SlidesContext, turn } from './adding.ts';
import { arrive, expect, miss, missAll, type ProgramDocument } from './awaited.ts';
import { brings, onBrought } from './family.ts';
import { mayHave } from './owner.ts';

/** A finished conversion: a presentation whose files are all kept. */
interface Converted {
  readonly presentation: Presentation & { readonly by: string };
}

/** What the slides hear from outside: an upload of a member, or what became of a document of the program of the meeting. */
export type SlidesFact = Converted | ProgramDocument;

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

function remove(context: SlidesContext, presentation: Presentation, kept?: ReadonlySet<FileId>): void {
  const files = filesOf(presentation).filter((file) => kept?.has(file) !== true);
  context.emit('removed', { presentation: presentation.id });
  if (files.length > 0) context.emit('released', { files: [...files] }, { to: [] });
}

/** What a meeting in a space, or one of a program, begins with. */
const SlidesOpening = z.object({
  keeps: z.boolean(),
  prepared: z.array(Presentation),
  /** The page of the program at which people choose documents. */
  source: z.optional(z.object({ url: z.string(), words: z.string() })),
});

/** Clears what is not kept, and adds what is prepared; a prepared presentation that is here already stays as it is when all is kept. */
function begin(context: SlidesContext, { keeps, prepared, source }: z.infer<typeof SlidesOpening>): void {
  if (source) context.emit('sourced', source);
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

function onFact(context: SlidesContext, fact: SlidesFact): void {
  if ('expected' in fact) expect(context, fact);
  else if ('missed' in fact) miss(context, fact);
  else if ('arrived' in fact) arrive(context, fact);
  else onConverted(context, fact);
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
export const serveSlides: Slice<SlidesFact> = serve<typeof slides, SlidesFact>(reduceSlides, {
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
      const found = requirePresentation(context, presentation);
      if (found.fixed) throw new AppError('forbidden', 'The program of this meeting keeps this presentation.');
      remove(context, found);
      return {};
    },
    allow(context, { presentation, download }) {
      const { download: before = false } = requirePresentation(context, presentation);
      if (before !== download) context.emit('allowed', { presentation, download });
      return {};
    },
    dismiss(context, { document }) {
      const found = context.state.awaited?.find(({ id }) => id === document);
      if (!found) throw new AppError('notFound', 'There is no such note.');
      if (found.reason === undefined) throw new AppError('conflict', 'This document is on its way.');
      context.emit('dismissed', { document });
      return {};
    },
  },
  life: {
    restored: missAll,
    opened: (context, setting) => begin(context, SlidesOpening.parse(setting)),
  },
  family: { brings, brought: onBrought },
  outside: { fact: onFact, mayHave },
});
