import * as z from 'zod/mini';
import { limits } from '../../core/limits.ts';
import { PresentationId } from './contract.ts';

/** Why a file does not become a presentation. */
export const refusals = [
  /** Not a kind of file that can be shown. */
  'kind',
  /** An office document, and this server has no program to convert it. */
  'office',
  'empty',
  /** More bytes than allowed. */
  'bytes',
  'pages',
  /** A picture or a page of a shape or size that nobody could look at. */
  'size',
  /** It asks for a password. */
  'locked',
  'broken',
  /** It took too much time or memory. */
  'heavy',
  /** There are as many presentations as a room may have. */
  'full',
  /** The right to add presentations was lost on the way. */
  'forbidden',
  /** Too many uploads at once, or in a short time. */
  'busy',
  /** The same file is being converted for this room already. */
  'twice',
] as const;
export type Refusal = (typeof refusals)[number];

/** The answer to an upload: lines of JSON, told as the work goes on; the last one is `done` or `refused`. */
export const UploadLine = z.union([
  /** `place`: how many turns come before its own, and then it; 1 is next. */
  z.object({ stage: z.literal('waiting'), place: z.optional(z.number()) }),
  z.object({ stage: z.literal('converting'), page: z.optional(z.number()), of: z.optional(z.number()) }),
  z.object({ stage: z.literal('done'), presentation: PresentationId }),
  z.object({ stage: z.literal('refused'), reason: z.enum(refusals) }),
]);
export type UploadLine = z.infer<typeof UploadLine>;

const sizesPattern = new RegExp(`^[1-9]\\d{0,9}(,[1-9]\\d{0,9}){0,${limits.picturesPerUpload - 1}}$`);

/** What stands in the address of an upload; the body is the files one behind the other. */
export const UploadQuery = z.strictObject({
  /** The name of the first file. */
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  /** Bytes of each file, with commas. */
  sizes: z.string().check(z.regex(sizesPattern), z.maxLength(limits.picturesPerUpload * 11)),
});
export type UploadQuery = z.infer<typeof UploadQuery>;
