import * as z from 'zod/mini';
import { contract, durable } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

/** A presentation's id, and its page's: `<presentation>.<number from 1>`. */
export const PresentationId = z.string().check(z.regex(/^[\w-]{1,40}$/));
export type PresentationId = z.infer<typeof PresentationId>;
export const PageId = z.string().check(z.regex(/^[\w-]{1,40}\.[1-9]\d{0,3}$/));
export type PageId = z.infer<typeof PageId>;

/** A page's size in page units: the width is always 1920, the height follows the page's shape. */
export const Page = z.object({ id: PageId, width: z.number(), height: z.number() });
export type Page = z.infer<typeof Page>;

export const Presentation = z.object({
  id: PresentationId,
  name: z.string(),
  kind: z.enum(['pdf', 'images', 'blank']),
  pages: z.array(Page),
  by: z.optional(MemberId),
});
export type Presentation = z.infer<typeof Presentation>;

/** The part of a page that is looked at, in page units. */
export const View = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type View = z.infer<typeof View>;

export const slides = contract('slides', {
  state: z.object({
    presentations: z.array(Presentation),
    /** The page on everybody's stage. */
    current: z.optional(PageId),
    /** The presenter's view of the current page; the whole page when left out. */
    view: z.optional(View),
  }),
  events: {
    /** A presentation is ready to be shown. Not emitted while it is still being converted. */
    added: durable(Presentation),
    /** Blank pages are added to one that is there. */
    extended: durable(z.object({ presentation: PresentationId, pages: z.array(Page) })),
    removed: durable(z.object({ presentation: PresentationId })),
    /** Another page is on the stage; the view is the whole page again. */
    turned: durable(z.object({ page: z.optional(PageId) })),
    viewed: durable(z.object({ page: PageId, view: z.optional(View) })),
  },
});
