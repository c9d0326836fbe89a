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

const text = z.string().check(z.minLength(1), z.maxLength(320));

/** The inputs of orders, and their answers. */
export const Appoint = z.strictObject({ email: text, how: z.enum(['letter', 'link']) });
export const Appointed = z.object({ is: z.enum(['operator', 'written', 'link']), link: z.optional(z.string()) });
export const ImportQuery = z.strictObject({ owner: text, slug: z.optional(text) });
export const Imported = z.object({ slug: z.string(), title: z.string(), events: z.int(), files: z.int() });
export const ImportedRecording = z.object({ id: z.string(), title: z.string(), files: z.int() });
export const EraseAccount = z.strictObject({ email: text });
export const AccountErased = z.object({ name: z.string(), spaces: z.array(z.string()) });
export const EraseGuest = z.strictObject({ slug: text, name: text });
export const GuestErased = z.object({ seats: z.int(), entries: z.int(), files: z.int(), stays: z.int() });

/** A node of the cluster. */
const Node = z.object({
  node: z.string(),
  version: z.string(),
  alive: z.boolean(),
  cordoned: z.boolean(),
  /** The families of rooms that it owns: meetings with their breakout rooms. */
  families: z.int(),
});
/** The nodes, and which of them was asked. */
export const Nodes = z.object({ nodes: z.array(Node), here: z.string() });
export const Cordon = z.strictObject({ node: z.optional(text), cordoned: z.boolean() });
export const Cordoned = z.object({ node: z.string() });
/** How many families moved, and how many are left. */
export const Drained = z.object({ moved: z.int(), left: z.int() });
