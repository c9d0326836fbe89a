import * as z from 'zod/mini';
import { Ability, Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

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
  },
});
