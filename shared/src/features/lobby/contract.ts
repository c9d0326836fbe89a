import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
// These ids go only to people who wait and to members who let people in: nobody is hidden from them.
import { PersonId, ShownMemberId as MemberId } from '../../core/ids.ts';
import { lobbyLimits } from './limits.ts';
import { optionalSentence } from '../../core/text.ts';

/** Whom the bare link admits: everybody; people who are let in; holders of a member's key and people who are let in; nobody. */
export const lobbyPolicies = ['open', 'ask', 'members', 'closed'] as const;
export const LobbyPolicy = z.enum(lobbyPolicies);
export type LobbyPolicy = z.infer<typeof LobbyPolicy>;

/** The roles in which a moderator can let a person in. */
export const Entrance = z.enum(['participant', 'guest']);
export type Entrance = z.infer<typeof Entrance>;

/** A person who waits outside. */
export const Waiting = z.object({
  id: MemberId,
  name: z.string(),
  role: Role,
  /** Epoch ms. */
  since: z.number(),
  online: z.boolean(),
  /** The words of a moderator to this person; empty when there are none. */
  words: z.string(),
  /** The person's browser. Only the server has it. */
  person: z.optional(PersonId),
  /** True for a person with a member's key. Only the server has it. */
  invited: z.optional(z.boolean()),
});
export type Waiting = z.infer<typeof Waiting>;

/** The answer to a person that needs no moderator the next time. */
const Remembered = z.object({ person: PersonId, as: z.enum(['participant', 'guest', 'denied']) });

const Words = optionalSentence(lobbyLimits.wordsLength);
const about = { member: MemberId };
const none = z.object({});
const nothing = z.strictObject({});

export const lobby = contract('lobby', {
  state: z.object({
    policy: LobbyPolicy,
    /** The words to all who wait; empty when there are none. People outside and members who let people in see them. */
    words: z.string(),
    /** In the order of coming. A person outside sees only their own entry. */
    waiting: z.record(MemberId, Waiting),
    /** The number of remembered people; only the server has their answers. */
    rememberedCount: z.number(),
    remembered: z.array(Remembered),
    /** True on the server, false in a member's view. */
    whole: z.boolean(),
    /** The members who may let people in. A member's view has only that member. */
    watchers: z.array(MemberId),
  }),
  commands: {
    setPolicy: command({
      needs: 'lobbyManage',
      limit: perSecond(1, 5),
      input: z.strictObject({ policy: LobbyPolicy }),
      output: none,
    }),
    tellAll: command({
      needs: 'lobbyManage',
      limit: perSecond(1, 5),
      input: z.strictObject({ words: Words }),
      output: none,
    }),
    tell: command({
      needs: 'lobbyManage',
      limit: perSecond(1, 5),
      input: z.strictObject({ ...about, words: Words }),
      output: none,
    }),
    /** `remember`: the next time, this person gets the same answer without a moderator. */
    admit: command({
      needs: 'lobbyManage',
      limit: perSecond(5, 20),
      input: z.strictObject({ ...about, as: Entrance, remember: z.boolean() }),
      output: none,
    }),
    admitAll: command({
      needs: 'lobbyManage',
      limit: perSecond(1),
      input: z.strictObject({ as: Entrance }),
      output: none,
    }),
    deny: command({
      needs: 'lobbyManage',
      limit: perSecond(5, 20),
      input: z.strictObject({ ...about, words: Words, remember: z.boolean() }),
      output: none,
    }),
    /** Forgets all remembered people. */
    forget: command({ needs: 'lobbyManage', limit: perSecond(1), input: nothing, output: none }),
    /** The caller's place in the queue, from 1, and its length; place 0 for a caller who does not wait. */
    look: command({ limit: perSecond(1, 5), input: nothing, output: z.object({ place: z.int(), of: z.int() }) }),
    /** Stops waiting. Does nothing for a caller who does not wait. */
    leave: command({ limit: perSecond(1), input: nothing, output: none }),
  },
  events: {
    /** `by` is empty when the space's settings say it. */
    policySet: durable(z.object({ policy: LobbyPolicy, by: z.string() })),
    /** Sent to people outside and to members who may let them in, as all events below. */
    toldAll: durable(z.object({ words: z.string() })),
    told: durable(z.object({ ...about, words: z.string() })),
    knocked: durable(z.object({ id: MemberId, name: z.string(), role: Role })),
    /** For the log only. */
    identified: durable(z.object({ ...about, person: z.optional(PersonId), invited: z.boolean() })),
    dropped: durable(z.object(about)),
    returned: durable(z.object(about)),
    /** `by` is left out when all are let in at once. */
    admitted: durable(z.object({ ...about, name: z.string(), by: z.optional(z.string()) })),
    admittedAll: durable(z.object({ by: z.string() })),
    /** For the log only; presence gives the person a seat. */
    seated: durable(z.object({ id: MemberId, name: z.string(), role: Role, person: z.optional(PersonId) })),
    denied: durable(z.object({ ...about, name: z.string(), by: z.optional(z.string()) })),
    /** The person stopped waiting, or the grace period of a lost line is over. */
    left: durable(z.object(about)),
    /** For the log only; `counted` gives the number to members. */
    remembered: durable(Remembered),
    forgot: durable(none),
    counted: durable(z.object({ count: z.number() })),
    /** Sent to the new watcher only: the state that they may see from now on. */
    watcherAdded: durable(
      z.object({ ...about, words: z.string(), waiting: z.record(MemberId, Waiting), rememberedCount: z.number() }),
    ),
    watcherRemoved: durable(z.object(about)),
    /** Sent to each waiting person whose place has changed; `of` is the length of the queue. */
    placed: volatile(z.object({ place: z.int(), of: z.int() })),
    /** Sent to a person who is turned away, before the line is closed. */
    refused: volatile(
      z.object({
        by: z.optional(z.string()),
        words: z.string(),
        /** Set when no moderator turned the person away: a person with a key took the place in the full queue. */
        displaced: z.optional(z.boolean()),
      }),
    ),
  },
  passing: ['policySet', 'toldAll', 'told', 'dropped', 'returned', 'counted', 'watcherAdded', 'watcherRemoved'],
  vital: ['setPolicy', 'admit', 'admitAll', 'deny', 'forget', 'leave'],
});
