import * as z from 'zod/mini';
import { FileId } from '../../core/ids.ts';

/** Reasons why a file does not become a picture on the board. */
export const pictureRefusals = [
  /** The file is no picture of an accepted kind. */
  'kind',
  'bytes',
  /** The picture has more pixels than allowed. */
  'size',
  'broken',
  /** The work took too much time or memory. */
  'heavy',
  /** Too many at once, or in a short time. */
  'busy',
] as const;
export type PictureRefusal = (typeof pictureRefusals)[number];

/** The answer to an upload of a picture: the file for shapes with its size in pixels, or the reason of a refusal. */
export const PictureAnswer = z.union([
  z.strictObject({ file: FileId, width: z.number(), height: z.number() }),
  z.strictObject({ refused: z.enum(pictureRefusals) }),
]);
export type PictureAnswer = z.infer<typeof PictureAnswer>;
