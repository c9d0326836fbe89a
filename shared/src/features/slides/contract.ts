import * as z from 'zod/mini';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { FileId, MemberId } from '../../core/ids.ts';
import { RoomTitle } from '../../core/text.ts';

/** A presentation's id, and its page's: `<presentation>.<number from 1>`. */
export const PresentationId = z.string().check(z.regex(/^[\w-]{1,40}$/));
export type PresentationId = z.infer<typeof PresentationId>;
export const PageId = z.string().check(z.regex(/^[\w-]{1,40}\.[1-9]\d{0,3}$/));
export type PageId = z.infer<typeof PageId>;

/** Width of every page in page units. */
export const pageWidth = 1920;
/** A page may be so much higher than wide, or wider than high. */
export const steepestPage = 10;
/** So much of a page at least is in view: one to sixteen. */
export const deepestZoom = 16;

/** A page's size in page units: the width is always 1920, the height follows the page's shape. */
export const Page = z.object({
  id: PageId,
  width: z.number(),
  height: z.number(),
  /** The picture that is this page. A page of a PDF has none of its own, an empty page nothing at all. */
  picture: z.optional(FileId),
  /** An empty page, also at the end of a PDF. */
  blank: z.optional(z.literal(true)),
});
export type Page = z.infer<typeof Page>;

export const Presentation = z.object({
  id: PresentationId,
  name: z.string(),
  kind: z.enum(['pdf', 'images', 'blank']),
  pages: z.array(Page),
  by: z.optional(MemberId),
  /** The PDF that its pages are of. */
  file: z.optional(FileId),
  /** What was uploaded, when the PDF was made of it. Only the server knows the file: not everybody may save it. */
  original: z.optional(z.object({ file: z.optional(FileId), extension: z.string() })),
  /** Everybody may save the file that was uploaded; the pages are shown in any case. */
  download: z.optional(z.boolean()),
});
export type Presentation = z.infer<typeof Presentation>;

/** The part of a page that is looked at, in page units. */
export const View = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type View = z.infer<typeof View>;

const coordinate = z.number().check(z.minimum(0), z.maximum(pageWidth * steepestPage));
const extent = z.number().check(z.minimum(pageWidth / steepestPage / deepestZoom), z.maximum(pageWidth * steepestPage));
const ViewInput = z.strictObject({ x: coordinate, y: coordinate, width: extent, height: extent });
const onePresentation = z.strictObject({ presentation: PresentationId });
const none = z.object({});
const seldom = perSecond(1, 10);

export const slides = contract('slides', {
  state: z.object({
    presentations: z.array(Presentation),
    /** The page on everybody's stage. */
    current: z.optional(PageId),
    /** The presenter's view of the current page; the whole page when left out. */
    view: z.optional(View),
  }),
  commands: {
    /** Puts a page on everybody's stage; without one, nothing of this feature is there. */
    turn: command({
      needs: 'slideShow',
      limit: perSecond(5, 20),
      input: z.strictObject({ page: z.optional(PageId) }),
      output: none,
    }),
    /** Shows everybody a part of the current page, or all of it: where the presenter comes to rest. */
    look: command({
      needs: 'slideShow',
      limit: perSecond(4, 20),
      input: z.strictObject({ page: PageId, view: z.optional(ViewInput) }),
      output: none,
    }),
    /** The same on the way there. */
    pan: command({
      needs: 'slideShow',
      limit: perSecond(15, 30),
      input: z.strictObject({ page: PageId, view: ViewInput }),
      output: none,
    }),
    /** Adds a presentation of one empty page and shows it. */
    blank: command({
      needs: 'slideShow',
      limit: seldom,
      input: z.strictObject({ name: RoomTitle }),
      output: z.object({ page: PageId }),
    }),
    /** Adds an empty page at the end and shows it. */
    extend: command({
      needs: 'slideShow',
      limit: seldom,
      input: onePresentation,
      output: z.object({ page: PageId }),
    }),
    remove: command({ needs: 'slideUpload', limit: seldom, input: onePresentation, output: none }),
    /** Whether everybody may save the file. */
    allow: command({
      needs: 'slideUpload',
      limit: seldom,
      input: z.strictObject({ presentation: PresentationId, download: z.boolean() }),
      output: none,
    }),
  },
  events: {
    /** A presentation is ready to be shown. Not emitted while it is still being converted. */
    added: durable(Presentation),
    /** The file that was uploaded, when the pages are made of it: told to nobody. */
    kept: durable(z.object({ presentation: PresentationId, file: FileId })),
    /** Blank pages are added to one that is there. */
    extended: durable(z.object({ presentation: PresentationId, pages: z.array(Page) })),
    /** Gone with its pages. When one of them was on the stage, the stage is empty. */
    removed: durable(z.object({ presentation: PresentationId })),
    /** No presentation needs these files any more: told to nobody but the readers of the log. */
    released: durable(z.object({ files: z.array(FileId) })),
    /** Another page is on the stage; the view is the whole page again. */
    turned: durable(z.object({ page: z.optional(PageId) })),
    viewed: durable(z.object({ page: PageId, view: z.optional(View) })),
    /** The presenter is moving over the page; where that ends is `viewed`. */
    panned: volatile(z.object({ page: PageId, view: View, by: MemberId })),
    allowed: durable(z.object({ presentation: PresentationId, download: z.boolean() })),
  },
  passing: ['turned', 'viewed', 'allowed'],
  vital: ['remove'],
});

/** The page of this id with its presentation; undefined when there is none. */
export function findPage(
  presentations: readonly Presentation[],
  id: PageId | undefined,
): { readonly presentation: Presentation; readonly page: Page; readonly index: number } | undefined {
  if (id === undefined) return undefined;
  const presentation = presentations.find((one) => one.id === presentationOf(id));
  const index = presentation?.pages.findIndex((page) => page.id === id) ?? -1;
  const page = presentation?.pages[index];
  return presentation && page && { presentation, page, index };
}

/** Which presentation a page belongs to. */
export function presentationOf(page: PageId): PresentationId {
  return page.slice(0, page.lastIndexOf('.'));
}

/** The number of a page in its presentation, from 1: in a file, the number of the file's page. */
export function numberOf(page: PageId): number {
  return Number(page.slice(page.lastIndexOf('.') + 1));
}

/** The files that show the pages: whoever sees the presentation has them. */
export function shownFiles({ file, pages }: Presentation): readonly FileId[] {
  return [file, ...pages.map(({ picture }) => picture)].filter((id) => id !== undefined);
}

/** Everything that is kept on disk for a presentation. */
export function filesOf(presentation: Presentation): readonly FileId[] {
  const original = presentation.original?.file;
  return [...shownFiles(presentation), ...(original === undefined ? [] : [original])];
}

/** The presentation as it is told: without the file that not everybody may save. */
export function publicly({ original, ...presentation }: Presentation): Presentation {
  return { ...presentation, ...(original && { original: { extension: original.extension } }) };
}
