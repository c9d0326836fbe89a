import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { anyone, endpoint, perMinute } from '../../core/endpoint.ts';
import { RoomId } from '../../core/ids.ts';
import { DoorSign } from '../../core/wire.ts';
import { Look } from '../organisation/contract.ts';
import { FileId } from '../../core/ids.ts';
import { TicketOutput } from '../room/contract.ts';

/** The most characters of a token in a link. */
export const mostTokenLength = 4_096;

/** A signed token in the compact form: three parts in base64url. */
export const LinkToken = z
  .string()
  .check(z.maxLength(mostTokenLength), z.regex(/^[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{2,}$/));

const limit = { address: [perMinute(1_200)] };

/** To what a link of another program leads, for the person whom it names. */
export const EntrySign = z.object({
  /** The name under which the person enters. */
  name: z.string(),
  role: Role,
  title: z.string(),
  /** The organisation of the space; absent for a room without one. */
  organisation: z.optional(z.string()),
  look: z.optional(Look),
  logo: z.optional(FileId),
  people: z.int(),
  full: z.boolean(),
  /** The door for this person. */
  door: DoorSign,
  /** True while the person waits for somebody who may begin the meeting. */
  notBegun: z.boolean(),
  language: z.optional(z.string()),
  /** The address that the page offers after the meeting. */
  leaveTo: z.optional(z.string()),
});
export type EntrySign = z.infer<typeof EntrySign>;

export const lookAtEntry = endpoint({
  name: 'join:look',
  summary: 'Returns to what a signed link or a one-time entry leads. This is no use of it.',
  method: 'POST',
  path: '/join/look',
  who: anyone,
  limit,
  input: z.strictObject({ token: LinkToken }),
  output: EntrySign,
  errors: ['forbidden', 'notFound', 'unavailable'],
});

export const redeemEntry = endpoint({
  name: 'join:enter',
  summary: 'Returns a ticket for the person whom a signed link or a one-time entry names, and counts one use of it.',
  method: 'POST',
  path: '/join/tickets',
  who: anyone,
  limit,
  input: z.strictObject({ token: LinkToken }),
  output: z.object({ ...TicketOutput.shape, room: RoomId, name: z.string() }),
  status: 201,
  errors: ['forbidden', 'notFound', 'conflict', 'full', 'closed', 'unavailable'],
});
