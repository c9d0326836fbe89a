import * as z from 'zod/mini';
import { MemberId, MessageId } from '@plenum/shared/core/ids';

/** What this feature says from a room to the meeting that it belongs to. */
export const RoomFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('handUp'), member: MemberId }),
  /** `members` left out: all of the room. */
  z.object({ type: z.literal('handsDown'), members: z.optional(z.array(MemberId)) }),
  /** A host has ended the meeting in the room: the room is over. */
  z.object({ type: z.literal('ended') }),
  /** Everybody of the room can read it. */
  z.object({ type: z.literal('wrote'), id: MessageId, name: z.string(), text: z.string() }),
  z.object({ type: z.literal('rewrote'), id: MessageId, text: z.string() }),
  /** `id` left out: all of the room. */
  z.object({ type: z.literal('unwrote'), id: z.optional(MessageId) }),
  z.object({ type: z.literal('talking'), members: z.array(MemberId) }),
]);
export type RoomFact = z.infer<typeof RoomFact>;
