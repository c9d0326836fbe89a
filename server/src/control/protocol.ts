import * as z from 'zod/mini';
import { RoomId } from '@plenum/shared/core/ids';

/** A meeting that is on. */
const Meeting = z.object({
  id: RoomId,
  title: z.string(),
  /** The members inside. */
  people: z.int(),
  /** When the first of them came in, epoch ms. */
  since: z.optional(z.number()),
});
export type Meeting = z.infer<typeof Meeting>;

/** The answer to a question about the meetings. */
export const Meetings = z.object({ meetings: z.array(Meeting) });
