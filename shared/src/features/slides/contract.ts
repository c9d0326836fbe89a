import * as z from 'zod/mini';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { FileId, MemberId } from '../../core/ids.ts';
import { RoomTitle } from '../../core/text.ts';
import { missReasons, refusals } from './refusals.ts';

/** The id of a presentation. A page's id is `<presentation>.<number from 1>`. */
export const PresentationId = z.string().check(z.regex(/^[\w-]{1,40}$/));
export type PresentationId = z.infer<typeof PresentationId>;
export const PageId = z.string().check(z.regex(/^[\w-]{1,40}\.[1-9]\d{0,3}$/));
export type PageId = z.infer<typeof PageId>;

/** The width of every page, in page units. */
export const pageWidth = 1920;
/** The greatest ratio of a page's sides. */
export const steepestPage = 10;
/** The greatest zoom: at least a sixteenth of a page is in view. */
export const deepestZoom = 16;

/** A page and its size in page units: the width is always 1920, the height follows the page's shape. */
export const Page = z.object({
  id: PageId,
  width: z.number(),
  height: z.number(),
  /** The picture of this page. Pages of a PDF and empty pages have none. */
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
  /** The PDF of its pages. */
  file: z.optional(FileId),
  /**
   * The uploaded file, when the PDF was converted from it. Only the server knows its id, because not all members may
   * save it.
   */
  original: z.optional(z.object({ file: z.optional(FileId), extension: z.string() })),
  /** Whether all members may save the uploaded file; all members get the pages in any case. */
  download: z.optional(z.boolean()),
  /** The program that made the meeting wants it to stay: it cannot be removed. */
  fixed: z.optional(z.literal(true)),
});
export type Presentation = z.infer<typeof Presentation>;

/** A document that the program of the meeting sent and that is no presentation yet, or never became one. */
const AwaitedDocument = z.object({
  id: PresentationId,
  name: z.string(),
  /** Why it did not become a presentation; absent while it is on its way. */
  reason: z.optional(z.enum([...refusals, ...missReasons])),
});
export type AwaitedDocument = z.infer<typeof AwaitedDocument>;

/** A page of the program at which people choose documents that it then sends here. */
const DocumentSource = z.object({ url: z.string(), words: z.string() });

/** A visible part of a page, in page units. */
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
    /** The presenter's view of the current page; absent for the whole page. */
    view: z.optional(View),
    /** Absent: none. */
    awaited: z.optional(z.array(AwaitedDocument)),
    source: z.optional(DocumentSource),
  }),
  commands: {
    /** Puts a page on everybody's stage; without a page, the stage is empty. */
    turn: command({
      needs: 'slideShow',
      limit: perSecond(5, 20),
      input: z.strictObject({ page: z.optional(PageId) }),
      output: none,
    }),
    /** Shows all members a part of the current page, or the whole page: the end of a movement. */
    look: command({
      needs: 'slideShow',
      limit: perSecond(4, 20),
      input: z.strictObject({ page: PageId, view: z.optional(ViewInput) }),
      output: none,
    }),
    /** A step of a movement, not kept. */
    pan: command({
      needs: 'slideShow',
      limit: perSecond(15, 30),
      input: z.strictObject({ page: PageId, view: ViewInput }),
      output: none,
    }),
    /** Adds a presentation with one empty page and shows it. */
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
    /** Sets whether all members may save the file. */
    allow: command({
      needs: 'slideUpload',
      limit: seldom,
      input: z.strictObject({ presentation: PresentationId, download: z.boolean() }),
      output: none,
    }),
    /** Puts the note about a document that never came away. */
    dismiss: command({
      needs: 'slideUpload',
      limit: perSecond(2, 40),
      input: z.strictObject({ document: PresentationId }),
      output: none,
    }),
  },
  events: {
    /** A presentation is complete. Not emitted while it is being converted. */
    added: durable(Presentation),
    /** The uploaded file, when the pages were converted from it. To no member. */
    kept: durable(z.object({ presentation: PresentationId, file: FileId })),
    /** Empty pages are added to a presentation. */
    extended: durable(z.object({ presentation: PresentationId, pages: z.array(Page) })),
    /** A presentation is removed with its pages. If one of them was on the stage, the stage is empty. */
    removed: durable(z.object({ presentation: PresentationId })),
    /** No presentation needs these files. To no member, only to readers of the log. */
    released: durable(z.object({ files: z.array(FileId) })),
    /** Another page is on the stage, with the view of the whole page. */
    turned: durable(z.object({ page: z.optional(PageId) })),
    viewed: durable(z.object({ page: PageId, view: z.optional(View) })),
    /** A step of the presenter's movement over the page; `viewed` follows at its end. */
    panned: volatile(z.object({ page: PageId, view: View, by: MemberId })),
    allowed: durable(z.object({ presentation: PresentationId, download: z.boolean() })),
    /** A document of the program is on its way. */
    expected: durable(AwaitedDocument),
    /** A document of the program did not become a presentation. */
    missed: durable(z.object({ document: PresentationId, reason: z.enum([...refusals, ...missReasons]) })),
    /** A document is a presentation now, or the note about it was put away. */
    dismissed: durable(z.object({ document: PresentationId })),
    /** The program has a page at which people choose documents. */
    sourced: durable(DocumentSource),
  },
  passing: ['turned', 'viewed', 'allowed'],
  vital: ['remove'],
});

/** Finds a page with its presentation. */
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

/** Returns the presentation of a page. */
export function presentationOf(page: PageId): PresentationId {
  return page.slice(0, page.lastIndexOf('.'));
}

/** Returns the number of a page in its presentation, from 1; for a PDF, the page number in the file. */
export function numberOf(page: PageId): number {
  return Number(page.slice(page.lastIndexOf('.') + 1));
}

/** Returns the files of the pages. Members who see the presentation may get them. */
export function shownFiles({ file, pages }: Presentation): readonly FileId[] {
  return [file, ...pages.map(({ picture }) => picture)].filter((id) => id !== undefined);
}

/** Returns all files of a presentation. */
export function filesOf(presentation: Presentation): readonly FileId[] {
  const original = presentation.original?.file;
  return [...shownFiles(presentation), ...(original === undefined ? [] : [original])];
}

/** Returns a presentation without the id of its original file, which not all members may save. */
export function publicly({ original, ...presentation }: Presentation): Presentation {
  return { ...presentation, ...(original && { original: { extension: original.extension } }) };
}
