import * as z from 'zod/mini';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { MemberId, MessageId, NameOfMember, RoomId } from '../../core/ids.ts';
import { limits } from '../../core/limits.ts';
import { breakoutLimits } from './limits.ts';
import { DisplayName, RoomTitle, sentence } from '../../core/text.ts';
import { hasUnique } from './names.ts';

/** Names a room of a plan; the room that is opened has an id of its own. */
export const RoomKey = z.string().check(z.regex(/^[a-z0-9]{1,12}$/));
export type RoomKey = z.infer<typeof RoomKey>;

export const RoomName = RoomTitle.check(z.maxLength(breakoutLimits.nameLength));
const PlanName = RoomTitle.check(z.maxLength(breakoutLimits.nameLength));
const KeptName = z.string().check(z.maxLength(breakoutLimits.nameLength));

export const PlannedRoom = z.strictObject({ key: RoomKey, name: RoomName });
export type PlannedRoom = z.infer<typeof PlannedRoom>;

export const Options = z.strictObject({
  /** Whether people are asked before they go to their room. */
  invite: z.enum(['ask', 'now']),
  /** Whether everybody may go to any room. */
  choice: z.enum(['assigned', 'free']),
  /** Where somebody goes who comes when the rooms are open and has none. */
  late: z.enum(['stay', 'smallest']),
  /** What each room starts with of the presentation on the stage: the page that is shown, or all of them; else nothing. */
  slides: z.optional(z.enum(['page', 'all'])),
  /** How long the rooms are open; without it until somebody closes them. */
  minutes: z.optional(z.int().check(z.minimum(1), z.maximum(breakoutLimits.minutes))),
});
export type Options = z.infer<typeof Options>;

const Rooms = z.array(PlannedRoom).check(
  z.minLength(breakoutLimits.rooms.min),
  z.maxLength(breakoutLimits.rooms.max),
  z.refine((rooms) => hasUnique(rooms), 'Two rooms have the same name.'),
);

const Assigned = z.strictObject({ member: MemberId, room: RoomKey });
/** Somebody who is known by name only: not here yet, or from another time. */
const Expected = z.strictObject({ name: DisplayName, room: RoomKey });
export type Expected = z.infer<typeof Expected>;

const people = z.maxLength(limits.membersPerRoom);

/** The same in a plan that is kept: names may be from a time when others were allowed. */
const KeptRoom = z.object({ key: RoomKey, name: z.string() });
const KeptExpected = z.object({ name: z.string(), room: RoomKey });

export const Plan = z.object({
  rooms: z.array(KeptRoom),
  assigned: z.record(MemberId, RoomKey),
  expected: z.array(KeptExpected),
  options: Options,
});
export type Plan = z.infer<typeof Plan>;

/** A plan that can be used with other people: everybody by name. */
export const SavedPlan = z.object({
  name: z.string(),
  rooms: z.array(KeptRoom),
  expected: z.array(KeptExpected),
  options: Options,
});
export type SavedPlan = z.infer<typeof SavedPlan>;

export const OpenRoom = z.object({
  id: RoomId,
  key: RoomKey,
  name: z.string(),
  /** `failed`: it could not be opened; whoever was to go there stays. */
  state: z.enum(['opening', 'open', 'failed']),
});
export type OpenRoom = z.infer<typeof OpenRoom>;

/** Rooms that are open now. Times are epoch ms. */
export const Running = z.object({
  startedAt: z.number(),
  endsAt: z.optional(z.number()),
  options: Options,
  rooms: z.array(OpenRoom),
  assigned: z.record(MemberId, RoomId),
  /** Said "not now" to their room. */
  declined: z.array(MemberId),
  /** Rooms that call a moderator, longest waiting first. */
  help: z.array(z.object({ room: RoomId, member: MemberId, since: z.number() })),
  /** Raised hands in each room. */
  hands: z.record(RoomId, z.array(MemberId)),
  /** Whose voice is heard in all rooms. */
  speaker: z.optional(MemberId),
  /** Messages to all rooms, oldest first. */
  said: z.array(z.object({ id: MessageId, name: z.string(), text: z.string(), at: z.number() })),
});
export type Running = z.infer<typeof Running>;

/** Somebody's time in one room. Times are epoch ms. */
export const Visit = z.object({
  member: MemberId,
  name: NameOfMember,
  room: RoomId,
  title: z.string(),
  from: z.number(),
  until: z.optional(z.number()),
});
export type Visit = z.infer<typeof Visit>;

/** A room that is over. Times are epoch ms. */
export const PastRoom = z.object({ id: RoomId, title: z.string(), from: z.number(), until: z.number() });
export type PastRoom = z.infer<typeof PastRoom>;

/** One line of a room's chat. */
export const RecordLine = z.object({
  id: MessageId,
  /** Which room it was; lines of old meetings have only its name. */
  source: z.optional(RoomId),
  /** The name of the room. */
  room: z.string(),
  name: z.string(),
  text: z.string(),
  /** Epoch ms. */
  at: z.number(),
});
export type RecordLine = z.infer<typeof RecordLine>;

/** The name is for those who manage rooms. */
const Person = z.object({ id: MemberId, name: NameOfMember });
const none = z.strictObject({});
const done = z.object({});
const manage = 'breakoutManage';

export const breakout = contract('breakout', {
  state: z.object({
    /** True in the server's own copy, false in what members see. */
    whole: z._default(z.boolean(), true),
    /** Who manages rooms; a member's own copy names only itself. Plans, saved plans and visits are seen by nobody else. */
    managers: z._default(z.array(MemberId), []),
    draft: z.extend(Plan, { revision: z.number() }),
    saved: z.array(SavedPlan),
    /** Who was in which room at the end, by name. */
    last: z.optional(SavedPlan),
    running: z.optional(Running),
    /** Who is in which room; whoever is not here is in the meeting itself. */
    places: z.record(MemberId, RoomId),
    visits: z.array(Visit),
    /** Rooms that are over, oldest first. */
    past: z._default(z.array(PastRoom), []),
    /** What everybody of a room could read there. Never leaves the server but as the answer to `record`. */
    record: z._default(z.array(RecordLine), []),
  }),
  commands: {
    /** Replaces the whole plan. `revision` is the one that was seen: two moderators do not undo each other's work. */
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
    /** Puts one person into a room of the plan, or into none. */
    assign: command({
      needs: manage,
      limit: perSecond(10, 50),
      input: z.strictObject({ member: MemberId, room: z.optional(RoomKey) }),
      output: done,
    }),
    /** Keeps the plan under a name, in place of another plan of this name. */
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
    /** Minutes from now; without them the rooms stay open until somebody closes them. */
    time: command({
      needs: manage,
      limit: perSecond(2),
      input: z.strictObject({ minutes: z.optional(z.int().check(z.minimum(1), z.maximum(breakoutLimits.minutes))) }),
      output: done,
    }),
    /** Asks people to another room, moves them at once, or takes them back into the meeting (without `room`). */
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
    /** Goes to a room: the one assigned, any where the choice is free, all for who manages them. */
    enter: command({ limit: perSecond(2, 10), input: z.strictObject({ room: RoomId }), output: done }),
    /** Goes back to the meeting. */
    back: command({ limit: perSecond(2, 10), input: none, output: done }),
    /** "Not now". */
    decline: command({ limit: perSecond(1, 5), input: none, output: done }),
    /** Calls a moderator to the room in which one is. */
    help: command({ limit: { burst: 3, perSecond: 0.2 }, input: none, output: done }),
    helped: command({ needs: manage, limit: perSecond(2), input: z.strictObject({ room: RoomId }), output: done }),
    /** Writes to all rooms. */
    say: command({
      needs: manage,
      limit: { burst: 5, perSecond: 0.5 },
      input: z.strictObject({ text: sentence(breakoutLimits.sayLength) }),
      output: done,
    }),
    /** What was written in the rooms, oldest first. */
    record: command({
      needs: manage,
      limit: perSecond(1, 3),
      input: none,
      output: z.object({ lines: z.array(RecordLine) }),
    }),
    /** Lets one's microphone be heard in all rooms, or no more. */
    speak: command({ needs: manage, limit: perSecond(1, 5), input: z.strictObject({ on: z.boolean() }), output: done }),
    /** Opens the door of the room in which one's place is. Emits nothing: a ticket is a secret. */
    ticket: command({
      limit: perSecond(1, 10),
      input: none,
      output: z.object({ room: RoomId, ticket: z.string(), url: z.string() }),
    }),
  },
  events: {
    /** Who manages rooms from now on; those for whom that is new see other things in place of hearing it. */
    managed: durable(z.object({ members: z.array(MemberId) })),
    /** To those who manage rooms, as the next three. */
    drafted: durable(z.extend(Plan, { revision: z.number() })),
    /** Not emitted when it was so already. */
    assigned: durable(z.object({ member: MemberId, room: z.optional(RoomKey) })),
    saved: durable(SavedPlan),
    forgotten: durable(z.object({ name: z.string() })),
    /** Everybody is told of their own room alone, those who manage rooms of everybody's. */
    opened: durable(z.omit(Running, { declined: true, help: true, hands: true, said: true, speaker: true })),
    roomOpened: durable(z.object({ room: RoomId })),
    /** Whoever was in it or was to go there is in the meeting. */
    roomFailed: durable(z.object({ room: RoomId })),
    roomClosed: durable(z.object({ room: RoomId })),
    /** All rooms are closed and everybody is in the meeting. */
    ended: durable(z.object({ last: z.optional(SavedPlan) })),
    timed: durable(z.object({ endsAt: z.optional(z.number()) })),
    /** Have another room from now on, or none; where they are is not changed by this. To them and to those who manage rooms. */
    sent: durable(z.object({ members: z.array(MemberId), room: z.optional(RoomId) })),
    /** Are in this room now, or in the meeting. Not emitted for who was there already. */
    moved: durable(z.object({ people: z.array(Person), room: z.optional(RoomId) })),
    /** To them and to those who manage rooms. */
    declined: durable(z.object({ member: MemberId })),
    /** Not emitted again while a room calls. */
    called: durable(z.object({ room: RoomId, member: MemberId })),
    helped: durable(z.object({ room: RoomId })),
    said: durable(z.object({ id: MessageId, name: z.string(), text: z.string() })),
    /** Is heard in all rooms from now on; nobody without `member`. */
    spoke: durable(z.object({ member: z.optional(MemberId) })),
    handUp: durable(z.object({ room: RoomId, member: MemberId })),
    handsDown: durable(z.object({ room: RoomId, members: z.array(MemberId) })),
    /** The next three are for the log alone. */
    wrote: durable(z.omit(RecordLine, { at: true })),
    rewrote: durable(z.object({ id: MessageId, text: z.string() })),
    unwrote: durable(z.object({ ids: z.array(MessageId) })),
    /** Who talks in a room, loudest first; to those who manage rooms only. */
    talking: volatile(z.object({ room: RoomId, members: z.array(MemberId) })),
  },
  passing: ['drafted', 'assigned', 'timed', 'sent', 'declined', 'called', 'helped', 'spoke', 'handUp', 'handsDown'],
  vital: ['close', 'back', 'enter', 'decline'],
});
