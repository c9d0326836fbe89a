import * as z from 'zod/mini';
import { Ability, Role } from './abilities.ts';
import { CommandKey, MemberId, RoomId } from './ids.ts';
import { limits } from './limits.ts';

/** Raised when old clients can no longer talk to a new server: they are asked to reload. */
export const protocolVersion = 2;

/** Where the sockets live. */
export const paths = { roomLine: '/socket.io', mediaLine: '/media' } as const;

/** A relay for browsers whose network lets no packets through to the server; the credential ends by itself. */
export const IceServer = z.object({ urls: z.array(z.string()), username: z.string(), credential: z.string() });
export type IceServer = z.infer<typeof IceServer>;

const token = z.string().check(z.minLength(1), z.maxLength(2_048));
/** Where a media line is opened, the ticket for it, and relays for the way there. */
export const MediaPass = z.object({
  url: z.string(),
  ticket: token,
  iceServers: z.optional(z.array(IceServer)),
  /** How long the credentials of the relays are good from now. */
  iceSeconds: z.optional(z.number()),
});
export type MediaPass = z.infer<typeof MediaPass>;

const seq = z.int().check(z.minimum(0));

/** socket.io `auth`: a ticket the first time, the seat afterwards with the last sequence number seen. */
export const Handshake = z.union([
  z.strictObject({ ticket: token }),
  z.strictObject({ seat: token, seq: z.optional(seq) }),
]);
export type Handshake = z.infer<typeof Handshake>;

/** What a client puts behind a command's name on the room line. */
export const Envelope = z.strictObject({ key: CommandKey, input: z.unknown() });
export type Envelope = z.infer<typeof Envelope>;

/** How one gets in without a key: at once, by being let in, with a member's key, or not at all; `ended`: until a host is back. */
export const doorSigns = ['open', 'ask', 'members', 'closed', 'ended'] as const;
export const DoorSign = z.enum(doorSigns);
export type DoorSign = z.infer<typeof DoorSign>;

export const Meta = z.object({ seq, at: z.number() });

export const Me = z.object({ id: MemberId, name: z.string(), role: Role, abilities: z.array(Ability) });
export type Me = z.infer<typeof Me>;

/** The first message on a room line: who I am, and either the whole state or the events missed. */
export const Welcome = z.object({
  version: z.number(),
  room: z.object({ id: RoomId, title: z.string() }),
  me: Me,
  /** True while this member waits outside: they are told nothing but what concerns their waiting. Another welcome follows. */
  waiting: z.optional(z.boolean()),
  /** Bearer token that takes this seat again; at most 24 h. */
  seat: token,
  seq,
  /** Server clock, epoch ms, so that clocks in the client agree. */
  now: z.number(),
  catchUp: z.union([
    z.object({ kind: z.literal('snapshot'), states: z.record(z.string(), z.unknown()) }),
    z.object({
      kind: z.literal('events'),
      events: z.array(z.object({ name: z.string(), payload: z.unknown(), meta: Meta })),
    }),
  ]),
  /** Missing while this member waits outside. */
  media: z.optional(MediaPass),
});
export type Welcome = z.infer<typeof Welcome>;

/**
 * What changes for a member without an event that says so: by which ids people are called from now on, whose names are
 * empty where they may not be known, and other views of whole features. Parts that are not in `states` stay.
 */
export const Refresh = z.object({
  seq,
  states: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** By feature: ids of members, and the ids by which they are told from now on. */
  renamed: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Refresh = z.infer<typeof Refresh>;

/** Names that the room line uses beside the contracts' own. */
export const lineEvents = {
  welcome: 'room:welcome',
  refresh: 'room:refresh',
  /** From the client: the page goes away, by being closed or to load anew. */
  parting: 'room:parting',
  /** The line is about to close for a reason that a reconnect cannot mend. */
  goodbye: 'room:goodbye',
} as const;

export const goodbyeReasons = ['replaced', 'removed', 'ended', 'full', 'flooding'] as const;
export const Goodbye = z.object({ reason: z.enum(goodbyeReasons) });
export type Goodbye = z.infer<typeof Goodbye>;

/** True while `value` stays within the depth that any message may have. Iterative: depth cannot exhaust the stack. */
export function isShallow(value: unknown, depth: number = limits.messageDepth): boolean {
  let level: unknown[] = [value];
  for (let left = depth; left >= 0; left -= 1) {
    const next: unknown[] = [];
    for (const item of level) {
      if (item !== null && typeof item === 'object') for (const child of Object.values(item)) next.push(child);
    }
    if (next.length === 0) return true;
    level = next;
  }
  return false;
}
