import * as z from 'zod/mini';
import { AbilityName, Role } from './abilities.ts';
import { CommandKey, MemberId, RoomId } from './ids.ts';
import { limits } from './limits.ts';

/** Raised when old clients cannot talk to a new server; such clients are asked to reload. */
export const protocolVersion = 3;

/** The paths of the two lines. */
export const paths = { roomLine: '/socket.io', mediaLine: '/media' } as const;

/**
 * A relay for browsers in networks that let no packets through to the server. The credential expires (decision 0074).
 */
export const IceServer = z.object({ urls: z.array(z.string()), username: z.string(), credential: z.string() });
export type IceServer = z.infer<typeof IceServer>;

const token = z.string().check(z.minLength(1), z.maxLength(2_048));
/** The address of a media line, the ticket for it, and the relays. */
export const MediaPass = z.object({
  url: z.string(),
  ticket: token,
  iceServers: z.optional(z.array(IceServer)),
  /** Seconds from now for which the credentials of the relays are valid. */
  iceSeconds: z.optional(z.number()),
});
export type MediaPass = z.infer<typeof MediaPass>;

const seq = z.int().check(z.minimum(0));

/** socket.io `auth`: the ticket the first time, later the seat and the last sequence number that the client has. */
export const Handshake = z.union([
  z.strictObject({ ticket: token }),
  z.strictObject({ seat: token, seq: z.optional(seq) }),
]);
export type Handshake = z.infer<typeof Handshake>;

/** The second argument of a command on the room line, after its name. */
export const Envelope = z.strictObject({ key: CommandKey, input: z.unknown() });
export type Envelope = z.infer<typeof Envelope>;

/**
 * How a person without a key enters: at once, when let in, with a member's key, not at all; `ended`: when a host is
 * back.
 */
export const doorSigns = ['open', 'ask', 'members', 'closed', 'ended'] as const;
export const DoorSign = z.enum(doorSigns);
export type DoorSign = z.infer<typeof DoorSign>;

export const Meta = z.object({ seq, at: z.number() });

export const Me = z.object({ id: MemberId, name: z.string(), role: Role, abilities: z.array(AbilityName) });
export type Me = z.infer<typeof Me>;

/** The first message on a room line: the member, and either the whole state or the missed events. */
export const Welcome = z.object({
  version: z.number(),
  room: z.object({ id: RoomId, title: z.string() }),
  me: Me,
  /** True while this member waits outside and gets only what concerns the waiting. Another welcome follows. */
  waiting: z.optional(z.boolean()),
  /** Bearer token for taking this seat again, valid for at most 24 h. */
  seat: token,
  seq,
  /** The server's clock, in epoch ms, from which the client computes the server's time. */
  now: z.number(),
  catchUp: z.union([
    z.object({ kind: z.literal('snapshot'), states: z.record(z.string(), z.unknown()) }),
    z.object({
      kind: z.literal('events'),
      events: z.array(z.object({ name: z.string(), payload: z.unknown(), meta: Meta })),
    }),
  ]),
  /** Absent while this member waits outside. */
  media: z.optional(MediaPass),
});
export type Welcome = z.infer<typeof Welcome>;

/**
 * Changes for one member that no event reports: new ids of people, whose names are empty where they are hidden, and new views
 * of whole features. Parts that are not in `states` stay as they are.
 */
export const Refresh = z.object({
  seq,
  states: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** By feature: the present ids of members, and the ids that replace them from now on. */
  renamed: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Refresh = z.infer<typeof Refresh>;

/** Several events in one message, in order: name, payload, and `Meta` unless the event is volatile. */
export const Frames = z.array(z.tuple([z.string(), z.unknown()], z.unknown()));
export type Frames = z.infer<typeof Frames>;

/** Message names of the room line itself, beside those of the contracts. */
export const lineEvents = {
  welcome: 'room:welcome',
  refresh: 'room:refresh',
  /** Events that came close together, as `Frames`. */
  frames: 'room:frames',
  /** From the client: the page is being closed or reloaded. */
  parting: 'room:parting',
  /** The line is about to close for a reason that a reconnect cannot cure. */
  goodbye: 'room:goodbye',
  /** The room is on another node: the client opens a line there and goes on. */
  moved: 'room:moved',
} as const;

/** Without an address, the client asks the server of its page. */
export const Moved = z.object({ roomUrl: z.optional(z.string()) });
export type Moved = z.infer<typeof Moved>;

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

/** The events in one message of the room line: several under one name, or the one of that name. */
export function eventsIn(name: string, payload: unknown, meta: unknown): Frames {
  return name === lineEvents.frames ? (Frames.safeParse(payload).data ?? []) : [[name, payload, meta]];
}
