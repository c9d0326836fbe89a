import * as z from 'zod/mini';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { MemberId, MessageId, NameOfMember, RoomId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { breakoutLimits } from './limits.ts';
import { DisplayName, RoomTitle, sentence } from '../../core/text.ts';
import { hasUnique } from './names.ts';

/** Names a room of a plan; the opened room has another id. */
export const RoomKey = z.string().check(z.regex(/^[a-z0-9]{1,12}$/));
export type RoomKey = z.infer<typeof RoomKey>;

export const RoomName = RoomTitle.check(z.maxLength(breakoutLimits.nameLength));
const PlanName = RoomTitle.check(z.maxLength(breakoutLimits.nameLength));
const KeptName = z.string().check(z.maxLength(breakoutLimits.nameLength));

export const PlannedRoom = z.strictObject({ key: RoomKey, name: RoomName });
export type PlannedRoom = z.infer<typeof PlannedRoom>;

export const Options = z.strictObject({
  /** Whether members are asked before they go to their room, or moved at once. */
  invite: z.enum(['ask', 'now']),
  /** Whether members may go to their own room only, or to any. */
  choice: z.enum(['assigned', 'free']),
  /** Where a member without a room goes who joins while the rooms are open. */
  late: z.enum(['stay', 'smallest']),
  /** The pages of the presentation on the stage that each room starts with: the shown one, or all. Left out: none. */
  slides: z.optional(z.enum(['page', 'all'])),
  /** How long the rooms are open, in minutes; without it until a moderator closes them. */
  minutes: z.optional(z.int().check(z.minimum(1), z.maximum(breakoutLimits.minutes))),
});
export type Options = z.infer<typeof Options>;

const Rooms = z.array(PlannedRoom).check(
  z.minLength(breakoutLimits.rooms.min),
  z.maxLength(breakoutLimits.rooms.max),
  z.refine((rooms) => hasUnique(rooms), 'Two rooms have the same name.'),
);

const Assigned = z.strictObject({ member: MemberId, room: RoomKey });
/** A person of whom the plan has only the name: not here yet, or from another meeting. */
const Expected = z.strictObject({ name: DisplayName, room: RoomKey });
export type Expected = z.infer<typeof Expected>;

const people = z.maxLength(limits.membersPerRoom);

/** A room of a stored plan. The name may be older than the present rules for names. */
const KeptRoom = z.object({ key: RoomKey, name: z.string() });
const KeptExpected = z.object({ name: z.string(), room: RoomKey });

export const Plan = z.object({
  rooms: z.array(KeptRoom),
  assigned: z.record(MemberId, RoomKey),
  expected: z.array(KeptExpected),
  options: Options,
});
export type Plan = z.infer<typeof Plan>;

/** A plan that can be used again: all people by name. */
export const SavedPlan = z.object({
  name: z.string(),
  rooms: z.array(KeptRoom),
  expected: z.array(KeptExpected),
  options: Options,
});
export type SavedPlan = z.infer<typeof SavedPlan>;

/** A plan that a person prepares before a meeting. */
export const BreakoutPlan = z.strictObject({
  name: PlanName,
  rooms: Rooms,
  expected: z.array(Expected).check(people),
  options: Options,
});
export type BreakoutPlan = z.infer<typeof BreakoutPlan>;

export const OpenRoom = z.object({
  id: RoomId,
  key: RoomKey,
  name: z.string(),
  /** `failed`: it could not be opened; its members stay in the meeting. */
  state: z.enum(['opening', 'open', 'failed']),
});
export type OpenRoom = z.infer<typeof OpenRoom>;

/** The rooms that are open now. Times are epoch ms. */
export const Running = z.object({
  startedAt: z.number(),
  endsAt: z.optional(z.number()),
  options: Options,
  rooms: z.array(OpenRoom),
  assigned: z.record(MemberId, RoomId),
  /** The members who said "not now". */
  declined: z.array(MemberId),
  /** The rooms that call a moderator, longest waiting first. */
  help: z.array(z.object({ room: RoomId, member: MemberId, since: z.number() })),
  /** The members with a raised hand, by room. */
  hands: z.record(RoomId, z.array(MemberId)),
  /** The member who speaks to all rooms. */
  speaker: z.optional(MemberId),
  /** The newest messages to all rooms, oldest first. */
  said: z.array(z.object({ id: MessageId, name: z.string(), text: z.string(), at: z.number() })),
});
export type Running = z.infer<typeof Running>;

/** A member's time in one room. Times are epoch ms. */
export const Visit = z.object({
  member: MemberId,
  name: NameOfMember,
  room: RoomId,
  title: z.string(),
  from: z.number(),
  until: z.optional(z.number()),
});
export type Visit = z.infer<typeof Visit>;

/** A room that was closed. Times are epoch ms. */
export const PastRoom = z.object({ id: RoomId, title: z.string(), from: z.number(), until: z.number() });
export type PastRoom = z.infer<typeof PastRoom>;

/** One message of a room's chat. */
export const RecordLine = z.object({
  id: MessageId,
  /** The id of the room; lines of old meetings have only its name. */
  source: z.optional(RoomId),
  /** The name of the room. */
  room: z.string(),
  name: z.string(),
  text: z.string(),
  /** Epoch ms. */
  at: z.number(),
});
export type RecordLine = z.infer<typeof RecordLine>;

/** Only members who manage rooms get the name; others get an empty one. */
const Person = z.object({ id: MemberId, name: NameOfMember });
const none = z.strictObject({});
const done = z.object({});
const manage = 'breakoutManage';

export const breakout = contract('breakout', {
  state: z.object({
    /** True on the server, false in a member's view. */
    whole: z._default(z.boolean(), true),
    /** The members who manage rooms; only they see plans and visits. A member's view has only that member. */
    managers: z._default(z.array(MemberId), []),
    draft: z.extend(Plan, { revision: z.number() }),
    saved: z.array(SavedPlan),
    /** The plan of the last rooms: the people of each room at the end, by name. */
    last: z.optional(SavedPlan),
    running: z.optional(Running),
    /** The room of each member; a member without an entry is in the meeting itself. */
    places: z.record(MemberId, RoomId),
    visits: z.array(Visit),
    /** Rooms that were closed, oldest first. */
    past: z._default(z.array(PastRoom), []),
    /** The messages to everybody of a room. They leave the server only as the answer to `record`. */
    record: z._default(z.array(RecordLine), []),
  }),
  commands: {
    /** Replaces the whole plan. `revision` is the client's: a plan that another moderator changed since is a `conflict`. */
    draft: command({
      needs: manage,
      limit: perSecond(2, 10),
      input: z.strictObject({
        revision: z.int().check(z.minimum(0)),
        rooms: Rooms,
        assigned: z.array(Assigned).check(people),
        expected: z.array(Expected).check(people),
        options: Options,
      }),
      output: done,
    }),
    /** Puts one member into a room of the plan, or into none. */
    assign: command({
      needs: manage,
      limit: perSecond(10, 50),
      input: z.strictObject({ member: MemberId, room: z.optional(RoomKey) }),
      output: done,
    }),
    /** Saves the plan under a name; replaces a saved plan of this name. */
    save: command({ needs: manage, limit: perSecond(1), input: z.strictObject({ name: PlanName }), output: done }),
    forget: command({ needs: manage, limit: perSecond(1), input: z.strictObject({ name: KeptName }), output: done }),
    open: command({ needs: manage, limit: perSecond(0.5, 3), input: none, output: done }),
    /** Closes one room, or all. */
    close: command({
      needs: manage,
      limit: perSecond(1, 5),
      input: z.strictObject({ room: z.optional(RoomId) }),
      output: done,
    }),
    /** Sets the time until the rooms close, in minutes from now; without it a moderator closes them. */
    time: command({
      needs: manage,
      limit: perSecond(2),
      input: z.strictObject({ minutes: z.optional(z.int().check(z.minimum(1), z.maximum(breakoutLimits.minutes))) }),
      output: done,
    }),
    /** Invites members to another room, moves them at once, or takes them back into the meeting (without `room`). */
    send: command({
      needs: manage,
      limit: perSecond(5, 20),
      input: z.strictObject({
        members: z.array(MemberId).check(z.minLength(1), people),
        room: z.optional(RoomId),
        invite: z.enum(['ask', 'now']),
      }),
      output: done,
    }),
    /** Goes to a room: the assigned one, any one where the choice is free, or any one for a member who manages rooms. */
    enter: command({ limit: perSecond(2, 10), input: z.strictObject({ room: RoomId }), output: done }),
    /** Goes back to the meeting. */
    back: command({ limit: perSecond(2, 10), input: none, output: done }),
    /** Says "not now" to the assigned room. */
    decline: command({ limit: perSecond(1, 5), input: none, output: done }),
    /** Calls a moderator to the caller's room. */
    help: command({ limit: { burst: 3, perSecond: 0.2 }, input: none, output: done }),
    helped: command({ needs: manage, limit: perSecond(2), input: z.strictObject({ room: RoomId }), output: done }),
    /** Sends a message to all rooms. */
    say: command({
      needs: manage,
      limit: { burst: 5, perSecond: 0.5 },
      input: z.strictObject({ text: sentence(breakoutLimits.sayLength) }),
      output: done,
    }),
    /** Returns the messages that were written in the rooms, oldest first. */
    record: command({
      needs: manage,
      limit: perSecond(1, 3),
      input: none,
      output: z.object({ lines: z.array(RecordLine) }),
    }),
    /** Starts or stops sending the caller's microphone to all rooms. */
    speak: command({ needs: manage, limit: perSecond(1, 5), input: z.strictObject({ on: z.boolean() }), output: done }),
    /** Returns a ticket for the room of the caller's place. Emits nothing: a ticket is a secret. */
    ticket: command({
      limit: perSecond(1, 10),
      input: none,
      output: z.object({ room: RoomId, ticket: z.string(), url: z.string() }),
    }),
  },
  events: {
    /** The members who manage rooms from now on. A member who is added or removed gets a new view in place of this event. */
    managed: durable(z.object({ members: z.array(MemberId) })),
    /** Sent to members who manage rooms only, as the next three. */
    drafted: durable(z.extend(Plan, { revision: z.number() })),
    /** Not emitted when nothing changes. */
    assigned: durable(z.object({ member: MemberId, room: z.optional(RoomKey) })),
    saved: durable(SavedPlan),
    forgotten: durable(z.object({ name: z.string() })),
    /** A member gets only their own entry of `assigned`; members who manage rooms get all. */
    opened: durable(z.omit(Running, { declined: true, help: true, hands: true, said: true, speaker: true })),
    roomOpened: durable(z.object({ room: RoomId })),
    /** The room could not be opened; its members are in the meeting. */
    roomFailed: durable(z.object({ room: RoomId })),
    roomClosed: durable(z.object({ room: RoomId })),
    /** All rooms are closed and all members are in the meeting. */
    ended: durable(z.object({ last: z.optional(SavedPlan) })),
    timed: durable(z.object({ endsAt: z.optional(z.number()) })),
    /** These members are assigned to another room, or to none; their places stay. Sent to them and to members who manage rooms. */
    sent: durable(z.object({ members: z.array(MemberId), room: z.optional(RoomId) })),
    /** These members are in this room now, or in the meeting. Not emitted for a member who was there already. */
    moved: durable(z.object({ people: z.array(Person), room: z.optional(RoomId) })),
    /** Sent to the member and to members who manage rooms. */
    declined: durable(z.object({ member: MemberId })),
    /** Not emitted while the room calls already. */
    called: durable(z.object({ room: RoomId, member: MemberId })),
    helped: durable(z.object({ room: RoomId })),
    said: durable(z.object({ id: MessageId, name: z.string(), text: z.string() })),
    /** The member speaks to all rooms from now on; without `member`, nobody does. */
    spoke: durable(z.object({ member: z.optional(MemberId) })),
    handUp: durable(z.object({ room: RoomId, member: MemberId })),
    handsDown: durable(z.object({ room: RoomId, members: z.array(MemberId) })),
    /** For the log only, as the next two. */
    wrote: durable(z.omit(RecordLine, { at: true })),
    rewrote: durable(z.object({ id: MessageId, text: z.string() })),
    unwrote: durable(z.object({ ids: z.array(MessageId) })),
    /** The members who talk in a room, loudest first. Sent to members who manage rooms only. */
    talking: volatile(z.object({ room: RoomId, members: z.array(MemberId) })),
  },
  passing: ['drafted', 'assigned', 'timed', 'sent', 'declined', 'called', 'helped', 'spoke', 'handUp', 'handsDown'],
  vital: ['close', 'back', 'enter', 'decline'],
});
