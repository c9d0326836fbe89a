import * as z from 'zod/mini';
import type { Policy } from '@plenum/shared/features/whiteboard/contract';

/** What the board of a room begins with. */
export const BoardOpening = z.strictObject({
  /** Whether the drawings of earlier meetings in the room stay. */
  keeps: z.boolean(),
  /** True for a room that had no meeting before: it begins with the policy of new rooms. */
  isNew: z.boolean(),
});
export type BoardOpening = z.infer<typeof BoardOpening>;

/** In a new room, members who may show slides draw until a moderator allows more (decision 0112). */
export const policyOfNewRooms: Policy = { who: 'presenter', chosen: [], others: true };

/** The opening of the board in a room that belongs to no space. */
export const newBoard: BoardOpening = { keeps: true, isNew: true };
