import * as z from 'zod/mini';
import { slidesLimits } from './limits.ts';
import { PresentationId } from './contract.ts';
import { refusals } from './refusals.ts';

/** The answer to an upload: lines of JSON during the work; the last one is `done` or `refused`. */
export const UploadLine = z.union([
  /** `place`: the position in the queue; 1 is next. */
  z.object({ stage: z.literal('waiting'), place: z.optional(z.number()) }),
  z.object({ stage: z.literal('converting'), page: z.optional(z.number()), of: z.optional(z.number()) }),
  z.object({ stage: z.literal('done'), presentation: PresentationId }),
  z.object({ stage: z.literal('refused'), reason: z.enum(refusals) }),
]);
export type UploadLine = z.infer<typeof UploadLine>;

const sizesPattern = new RegExp(`^[1-9]\\d{0,9}(,[1-9]\\d{0,9}){0,${slidesLimits.picturesPerUpload - 1}}$`);

/** The query of an upload. The body is the files, one after the other. */
export const UploadQuery = z.strictObject({
  /** The name of the first file. */
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  /** The bytes of each file, separated by commas. */
  sizes: z.string().check(z.regex(sizesPattern), z.maxLength(slidesLimits.picturesPerUpload * 11)),
});
export type UploadQuery = z.infer<typeof UploadQuery>;
