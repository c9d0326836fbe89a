import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { BanId, MemberId, PersonId } from '../../core/ids.ts';
import { DisplayName } from '../../core/text.ts';
import { Ability, lockNames, type Lock as LockName } from '../abilities.ts';
import { Source } from '../media/contract.ts';

const Lock = z.enum(lockNames);
/** The locks that a moderator changes; a lock that is left out stays as it is. */
const LockWishes = z.partialRecord(Lock, z.boolean());

/** The locks of participants and guests: true for a lock that is on. */
export type Locks = Record<LockName, boolean>;
export const allUnlocked: Readonly<Locks> = z
  .record(Lock, z.boolean())
  .parse(Object.fromEntries(lockNames.map((name) => [name, false])));

/** Old logs and states do not name a lock that was added later: such a lock is off. */
export const Locks = z.pipe(
  LockWishes,
  z.transform((named): Locks => ({ ...allUnlocked, ...named })),
);

/** A right given or taken by hand; it counts more than role and locks. */
export const Grant = z.enum(['given', 'taken']);
export type Grant = z.infer<typeof Grant>;

/** How a member who may not choose the presenter becomes presenter: not at all, by asking, or by taking the mark. */
export const presenterPolicies = ['moderators', 'ask', 'anyone'] as const;
export const PresenterPolicy = z.enum(presenterPolicies);
export type PresenterPolicy = z.infer<typeof PresenterPolicy>;

/** How people who lead nothing begin: muted, without cameras. They may change that at once, other than under a lock. */
export const Entry = z.strictObject({ muted: z.boolean(), camerasOff: z.boolean() });
export type Entry = z.infer<typeof Entry>;
/** How long after joining a stream counts as begun at entry, in ms. */
export const entryMs = 10_000;

/** A banned person, as moderators see it: the name at that time, never the identity. */
export const Ban = z.object({ id: BanId, name: z.string(), by: z.string(), at: z.number() });
export type Ban = z.infer<typeof Ban>;

export const deedKinds = [
  'locked',
  'unlocked',
  'exempted',
  'unexempted',
  'gave',
  'took',
  'reset',
  'promoted',
  'presented',
  'unpresented',
  'presenterPolicy',
  'muted',
  'mutedAll',
  'mutedOthers',
  'stopped',
  'renamed',
  'removed',
  'banned',
  'pardoned',
  'admitted',
  'admittedAll',
  'denied',
  'lobbyPolicy',
  'entry',
] as const;

/** A recorded act of a moderator. Names are those at that time; `detail` is a lock, ability, role, source, name or policy. */
export const Deed = z.object({
  by: z.string(),
  what: z.enum(deedKinds),
  about: z.optional(z.string()),
  detail: z.optional(z.string()),
  /** Epoch ms. */
  at: z.number(),
});
export type Deed = z.infer<typeof Deed>;

/** A message to the member whom an act of another member concerns. */
export const Notice = z.object({
  what: z.enum(['stopped', 'renamed', 'unmuteAsked', 'presenterAsked', 'presenterRefused', 'removed', 'banned']),
  by: z.string(),
  source: z.optional(Source),
  /** The member who asks. */
  member: z.optional(MemberId),
});
export type Notice = z.infer<typeof Notice>;

/** A removed member, and when, epoch ms. */
const Gone = z.object({ member: MemberId, at: z.optional(z.number()) });
/** The form of old states, without a time. */
const GoneBefore = z.pipe(
  MemberId,
  z.transform((member): z.infer<typeof Gone> => ({ member })),
);

/** Records that only the server has, so that a removed person cannot return by an old seat or ticket. */
const Behind = z.object({
  barred: z.array(z.object({ ban: BanId, person: PersonId })),
  /** Removed members, newest last; their old seats admit nobody. Kept for as long as a seat can be taken again. */
  removed: z.array(z.union([Gone, GoneBefore])),
  /** Changed roles, also of members who left, newest last. Kept for as long; old states have no time. */
  roles: z.array(z.object({ member: MemberId, role: Role, at: z.optional(z.number()) })),
});

const none = z.object({});
const about = { member: MemberId };

export const moderation = contract('moderation', {
  state: z.object({
    locks: Locks,
    /** Whether the locks apply to people who join later. */
    lockOnJoin: z.boolean(),
    /** The members who are free from all locks. */
    unlocked: z.record(MemberId, z.literal(true)),
    grants: z.record(MemberId, z.partialRecord(Ability, Grant)),
    /** At most one member, who presents slides and polls. */
    presenter: z.optional(MemberId),
    presenterPolicy: z._default(PresenterPolicy, 'moderators'),
    /** The members whom another member muted, with that name and the time of the last mute. */
    silenced: z._default(z.record(MemberId, z.object({ by: z.string(), at: z.number() })), {}),
    /** How participants and guests begin who join from now on. */
    entry: z._default(Entry, { muted: false, camerasOff: false }),
    /** When each member joined, epoch ms, of those who had to begin muted or without cameras. A member's view has only their own. */
    entered: z._default(z.record(MemberId, z.number()), {}),
    /** Set while the meeting is over, until a host comes back. */
    ended: z.optional(z.object({ by: z.string(), at: z.number() })),
    /** True on the server, false in a member's view. */
    whole: z._default(z.boolean(), true),
    /** The members who may see `deeds` and `bans`. A member's view has only that member. */
    watchers: z._default(z.array(MemberId), []),
    /** The recorded acts, newest last. */
    deeds: z._default(z.array(Deed), []),
    bans: z._default(z.array(Ban), []),
    behind: z._default(Behind, { barred: [], removed: [], roles: [] }),
  }),
  commands: {
    lock: command({
      needs: 'memberManage',
      limit: perSecond(5, 20),
      input: z.strictObject({ locks: LockWishes, lockOnJoin: z.optional(z.boolean()) }),
      output: none,
    }),
    /** Frees one member from all locks, or puts the member under them again. */
    exempt: command({
      needs: 'memberManage',
      limit: perSecond(5),
      input: z.strictObject({ ...about, unlocked: z.boolean() }),
      output: none,
    }),
    /** Gives or takes a right that the caller has. Without `grant`, role and locks decide again. */
    grant: command({
      needs: 'memberManage',
      limit: perSecond(5),
      input: z.strictObject({ ...about, ability: Ability, grant: z.optional(Grant) }),
      output: none,
    }),
    /** Changes the role of a member not above the caller, up to the caller's own role. */
    promote: command({
      needs: 'roleManage',
      limit: perSecond(2),
      input: z.strictObject({ ...about, role: Role }),
      output: none,
    }),
    /** Makes a member the presenter; without `member` there is none. */
    present: command({
      needs: 'presenterSet',
      limit: perSecond(2),
      input: z.strictObject({ member: z.optional(MemberId) }),
      output: none,
    }),
    /** Makes the caller the presenter, or asks for it, by the policy. */
    takePresenter: command({
      limit: perSecond(0.5, 3),
      input: z.strictObject({}),
      output: z.object({ asked: z.boolean() }),
    }),
    refusePresenter: command({
      needs: 'presenterSet',
      limit: perSecond(2),
      input: z.strictObject(about),
      output: none,
    }),
    setPresenterPolicy: command({
      needs: 'presenterSet',
      limit: perSecond(2),
      input: z.strictObject({ policy: PresenterPolicy }),
      output: none,
    }),
    setEntry: command({ needs: 'memberManage', limit: perSecond(2), input: Entry, output: none }),
    /** Mutes the microphone of a member, who may unmute it while the right lasts. */
    mute: command({ needs: 'memberManage', limit: perSecond(5, 20), input: z.strictObject(about), output: none }),
    /** Mutes all members but the caller and members above; with `sparePresenter` also not the presenter. */
    muteAll: command({
      needs: 'memberManage',
      limit: perSecond(1),
      input: z.strictObject({ sparePresenter: z.boolean() }),
      output: none,
    }),
    /** Asks a member to unmute. No command unmutes the microphone of another member. */
    askUnmute: command({ needs: 'memberManage', limit: perSecond(2), input: z.strictObject(about), output: none }),
    rename: command({
      needs: 'memberManage',
      limit: perSecond(2),
      input: z.strictObject({ ...about, name: DisplayName }),
      output: none,
    }),
    /** Removes a member, whose seat ends. With `ban`, all seats of the person end and later tickets are refused. */
    remove: command({
      needs: 'memberManage',
      limit: perSecond(5),
      input: z.strictObject({ ...about, ban: z.boolean() }),
      output: none,
    }),
    pardon: command({
      needs: 'memberManage',
      limit: perSecond(5),
      input: z.strictObject({ ban: BanId }),
      output: none,
    }),
    /** Ends the meeting for all members. */
    end: command({ needs: 'roomManage', limit: perSecond(1), input: z.strictObject({}), output: none }),
  },
  events: {
    /** Not emitted when nothing changes. */
    locked: durable(z.object({ locks: Locks, lockOnJoin: z.boolean() })),
    /** Not emitted when nothing changes. */
    exempted: durable(z.object({ ...about, unlocked: z.boolean() })),
    /** Not emitted when nothing changes. */
    granted: durable(z.object({ ...about, ability: Ability, grant: z.optional(Grant) })),
    /** Presence keeps the role. Not emitted when nothing changes. */
    promoted: durable(z.object({ ...about, role: Role })),
    presented: durable(z.object({ member: z.optional(MemberId) })),
    /** The freedom from locks, the grants and the mute record of a member who left are dropped. */
    forgotten: durable(z.object(about)),
    /** The same for all members, who left at once. */
    allForgotten: durable(z.object({})),
    presenterPolicySet: durable(z.object({ policy: PresenterPolicy })),
    /** Not emitted when nothing changes. */
    entrySet: durable(Entry),
    /** The member joined and has to begin as `entry` says. Sent to the member only. */
    entered: durable(z.object(about)),
    /** The cameras of a member who has to begin without them end. The engine follows this event. */
    camerasHeld: durable(z.object(about)),
    /** These microphones are muted, also if they were muted already. `by` is empty when the room asks for it at entry. The engine follows this event. */
    silenced: durable(z.object({ members: z.array(MemberId), by: z.string() })),
    /** Presence keeps the name. For the log only: members get the event of presence. */
    renamed: durable(z.object({ ...about, name: z.string() })),
    /** A moderator removed the member. For the log only: members get `left` of presence. */
    removed: durable(z.object({ ...about, person: z.optional(PersonId) })),
    /** Sent to the watchers only. */
    banned: durable(Ban),
    /** For the log only: the identity behind a ban. */
    barred: durable(z.object({ ban: BanId, person: PersonId })),
    pardoned: durable(z.object({ ban: BanId })),
    ended: durable(z.object({ by: z.string() })),
    /** A host joined after the end. */
    reopened: durable(none),
    /** Sent to the watchers only. */
    noted: durable(Deed),
    /** Sent to the new watcher only: the state that they may see from now on. */
    watcherAdded: durable(z.object({ ...about, deeds: z.array(Deed), bans: z.array(Ban) })),
    watcherRemoved: durable(z.object(about)),
    /** Sent to the member whom it concerns, while the member is in the room. */
    notified: volatile(Notice),
  },
  passing: [
    'locked',
    'exempted',
    'granted',
    'presented',
    'forgotten',
    'allForgotten',
    'entered',
    'silenced',
    'watcherAdded',
    'watcherRemoved',
  ],
  vital: ['lock', 'exempt', 'grant', 'promote', 'mute', 'muteAll', 'remove', 'pardon', 'end'],
});
