import * as z from 'zod/mini';
import { Ability, Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { BanId, MemberId, PersonId } from '../../core/ids.ts';
import { DisplayName } from '../../core/text.ts';
import { Source } from '../media/contract.ts';

/** What participants and guests may be kept from, all together. */
export const Locks = z.strictObject({
  cameras: z.boolean(),
  /** Others' cameras are not sent to them; those of hosts and moderators are. */
  seeCameras: z.boolean(),
  microphones: z.boolean(),
  screens: z.boolean(),
  publicChat: z.boolean(),
  /** With each other: writing to a moderator is always possible. */
  privateChat: z.boolean(),
  reactions: z.boolean(),
  drawing: z.boolean(),
  seeDrawings: z.boolean(),
  seeCursors: z.boolean(),
  seePeople: z.boolean(),
});
export type Locks = z.infer<typeof Locks>;
export const lockNames = z.keyof(Locks).options;
export type Lock = keyof Locks;

/** A right given or taken by hand, whatever role and locks say. */
export const Grant = z.enum(['given', 'taken']);
export type Grant = z.infer<typeof Grant>;

/** How somebody without the right to choose becomes the presenter. */
export const presenterPolicies = ['moderators', 'ask', 'anyone'] as const;
export const PresenterPolicy = z.enum(presenterPolicies);
export type PresenterPolicy = z.infer<typeof PresenterPolicy>;

/** Somebody who is kept out, as moderators see it: the name they had, never who they are. */
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
] as const;

/** What a moderator did to whom. Names are those of the moment; `detail` is a lock, an ability, a role, a source, a policy. */
export const Deed = z.object({
  by: z.string(),
  what: z.enum(deedKinds),
  about: z.optional(z.string()),
  detail: z.optional(z.string()),
  /** Epoch ms. */
  at: z.number(),
});
export type Deed = z.infer<typeof Deed>;

/** What somebody's client is told when another person did something to them. */
export const Notice = z.object({
  what: z.enum(['stopped', 'renamed', 'unmuteAsked', 'presenterAsked', 'presenterRefused', 'removed', 'banned']),
  by: z.string(),
  source: z.optional(Source),
  /** Who asks. */
  member: z.optional(MemberId),
});
export type Notice = z.infer<typeof Notice>;

/** Who was removed, and when, epoch ms. */
const Gone = z.object({ member: MemberId, at: z.optional(z.number()) });
/** As they were kept before there was a time. */
const GoneBefore = z.pipe(
  MemberId,
  z.transform((member): z.infer<typeof Gone> => ({ member })),
);

/** What the server alone knows, so that who was sent away cannot come back by an old permission. */
const Behind = z.object({
  barred: z.array(z.object({ ban: BanId, person: PersonId })),
  /** Removed from the room, newest last; their old seat is worth nothing. Kept for as long as a seat can be taken again. */
  removed: z.array(z.union([Gone, GoneBefore])),
  /** The role of those whose role was changed, also after they left, newest last. Kept as long; without a time if older. */
  roles: z.array(z.object({ member: MemberId, role: Role, at: z.optional(z.number()) })),
});

const none = z.object({});
const about = { member: MemberId };

export const moderation = contract('moderation', {
  state: z.object({
    locks: Locks,
    /** Whether the locks hold for people who come from now on. */
    lockOnJoin: z.boolean(),
    /** Whom no lock holds. */
    unlocked: z.record(MemberId, z.literal(true)),
    grants: z.record(MemberId, z.partialRecord(Ability, Grant)),
    /** At most one: leads through slides and polls. */
    presenter: z.optional(MemberId),
    presenterPolicy: z._default(PresenterPolicy, 'moderators'),
    /** Whose microphone was muted by somebody else last, by whom and when. */
    silenced: z._default(z.record(MemberId, z.object({ by: z.string(), at: z.number() })), {}),
    /** The meeting was ended for everybody, until a host comes back. */
    ended: z.optional(z.object({ by: z.string(), at: z.number() })),
    /** True in the server's own copy, false in what members see. */
    whole: z._default(z.boolean(), true),
    /** Who may see what moderators did. A member's own copy names only itself. */
    watchers: z._default(z.array(MemberId), []),
    /** Newest last. */
    deeds: z._default(z.array(Deed), []),
    bans: z._default(z.array(Ban), []),
    behind: z._default(Behind, { barred: [], removed: [], roles: [] }),
  }),
  commands: {
    lock: command({
      needs: 'memberManage',
      limit: perSecond(5, 20),
      input: z.strictObject({ locks: z.partial(Locks), lockOnJoin: z.optional(z.boolean()) }),
      output: none,
    }),
    /** Frees one person from all locks, or puts them under again. */
    exempt: command({
      needs: 'memberManage',
      limit: perSecond(5),
      input: z.strictObject({ ...about, unlocked: z.boolean() }),
      output: none,
    }),
    /** Only what one has oneself can be given or taken; left out `grant`, role and locks decide again. */
    grant: command({
      needs: 'memberManage',
      limit: perSecond(5),
      input: z.strictObject({ ...about, ability: Ability, grant: z.optional(Grant) }),
      output: none,
    }),
    /** At most one's own role, and nobody above oneself. */
    promote: command({
      needs: 'roleManage',
      limit: perSecond(2),
      input: z.strictObject({ ...about, role: Role }),
      output: none,
    }),
    /** Makes somebody the presenter; nobody when left out. */
    present: command({
      needs: 'presenterSet',
      limit: perSecond(2),
      input: z.strictObject({ member: z.optional(MemberId) }),
      output: none,
    }),
    /** Becomes the presenter, or asks for it: as the policy has it. */
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
    /** Mutes somebody's microphone; they may unmute themselves as long as they may speak. */
    mute: command({ needs: 'memberManage', limit: perSecond(5, 20), input: z.strictObject(about), output: none }),
    /** Everybody but the asker and whoever stands above; with `sparePresenter` the presenter is left alone too. */
    muteAll: command({
      needs: 'memberManage',
      limit: perSecond(1),
      input: z.strictObject({ sparePresenter: z.boolean() }),
      output: none,
    }),
    /** Nobody's microphone is opened from afar: they are asked. */
    askUnmute: command({ needs: 'memberManage', limit: perSecond(2), input: z.strictObject(about), output: none }),
    rename: command({
      needs: 'memberManage',
      limit: perSecond(2),
      input: z.strictObject({ ...about, name: DisplayName }),
      output: none,
    }),
    /** Sends somebody away. Their seat is gone; with a ban, everything that is known to be theirs stays out. */
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
    /** Ends the meeting for everybody. */
    end: command({ needs: 'roomManage', limit: perSecond(1), input: z.strictObject({}), output: none }),
  },
  events: {
    /** Not emitted when nothing changes. */
    locked: durable(z.object({ locks: Locks, lockOnJoin: z.boolean() })),
    /** Not emitted when it was so already. */
    exempted: durable(z.object({ ...about, unlocked: z.boolean() })),
    /** Not emitted when it was so already. */
    granted: durable(z.object({ ...about, ability: Ability, grant: z.optional(Grant) })),
    /** Presence keeps the role. Not emitted when it was so already. */
    promoted: durable(z.object({ ...about, role: Role })),
    presented: durable(z.object({ member: z.optional(MemberId) })),
    /** What was kept about somebody who has left is gone. */
    forgotten: durable(z.object(about)),
    /** The same of everybody: all have left at once. */
    allForgotten: durable(z.object({})),
    presenterPolicySet: durable(z.object({ policy: PresenterPolicy })),
    /** Their microphones are to be silent now, open or not; the engine hears it too. */
    silenced: durable(z.object({ members: z.array(MemberId), by: z.string() })),
    /** Presence keeps the name. Told to nobody: presence tells the name. */
    renamed: durable(z.object({ ...about, name: z.string() })),
    /** Out of the room by somebody's will; presence tells everyone that they left. */
    removed: durable(z.object({ ...about, person: z.optional(PersonId) })),
    /** To those who may see it. */
    banned: durable(Ban),
    /** Told to nobody. */
    barred: durable(z.object({ ban: BanId, person: PersonId })),
    pardoned: durable(z.object({ ban: BanId })),
    ended: durable(z.object({ by: z.string() })),
    /** A host came back after the end. */
    reopened: durable(none),
    /** To those who may see it. */
    noted: durable(Deed),
    /** To them alone: what they may see from now on. */
    watcherAdded: durable(z.object({ ...about, deeds: z.array(Deed), bans: z.array(Ban) })),
    watcherRemoved: durable(z.object(about)),
    /** To whom it concerns, while they are here. */
    notified: volatile(Notice),
  },
  passing: [
    'locked',
    'exempted',
    'granted',
    'presented',
    'forgotten',
    'allForgotten',
    'silenced',
    'watcherAdded',
    'watcherRemoved',
  ],
  vital: ['lock', 'exempt', 'grant', 'promote', 'mute', 'muteAll', 'remove', 'pardon', 'end'],
});
