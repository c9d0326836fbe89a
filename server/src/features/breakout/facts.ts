import * as z from 'zod/mini';
import { MemberId, MessageId } from '@plenum/shared/core/ids';

/** The facts that a room sends to its meeting. */
export const RoomFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('handUp'), member: MemberId }),
  /** `members` left out: all members of the room. */
  z.object({ type: z.literal('handsDown'), members: z.optional(z.array(MemberId)) }),
  /** A host ended the room from inside. */
  z.object({ type: z.literal('ended') }),
  /** A message to everybody of the room. */
  z.object({ type: z.literal('wrote'), id: MessageId, name: z.string(), text: z.string() }),
  z.object({ type: z.literal('rewrote'), id: MessageId, text: z.string() }),
  /** `id` left out: all messages of the room. */
  z.object({ type: z.literal('unwrote'), id: z.optional(MessageId) }),
  z.object({ type: z.literal('talking'), members: z.array(MemberId) }),
]);
export type RoomFact = z.infer<typeof RoomFact>;
