import * as z from 'zod/mini';
import { FileId } from '../../core/ids.ts';

/** Why a file does not become a picture on the board. */
export const pictureRefusals = [
  /** Not a kind of picture that can be shown. */
  'kind',
  'bytes',
  /** More pixels than allowed. */
  'size',
  'broken',
  /** It took too much time or memory. */
  'heavy',
  /** Too many at once, or in a short time. */
  'busy',
] as const;
export type PictureRefusal = (typeof pictureRefusals)[number];

/** The answer to a picture that was brought: the file that shapes may show, with its size in pixels, or why not. */
export const PictureAnswer = z.union([
  z.strictObject({ file: FileId, width: z.number(), height: z.number() }),
  z.strictObject({ refused: z.enum(pictureRefusals) }),
]);
export type PictureAnswer = z.infer<typeof PictureAnswer>;
