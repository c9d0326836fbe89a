import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
// Told to whoever waits and to those who let people in: nobody is hidden from them.
import { PersonId, ShownMemberId as MemberId } from '../../core/ids.ts';
import { lobbyLimits } from './limits.ts';
import { optionalSentence } from '../../core/text.ts';

/** Who comes in by the bare link: everybody, those let in, holders of a member's key and those let in, or nobody. */
export const lobbyPolicies = ['open', 'ask', 'members', 'closed'] as const;
export const LobbyPolicy = z.enum(lobbyPolicies);
export type LobbyPolicy = z.infer<typeof LobbyPolicy>;

/** What a moderator can let somebody in as. */
export const Entrance = z.enum(['participant', 'guest']);
export type Entrance = z.infer<typeof Entrance>;

/** Somebody outside. */
export const Waiting = z.object({
  id: MemberId,
  name: z.string(),
  role: Role,
  /** Epoch ms. */
  since: z.number(),
  online: z.boolean(),
  /** What was said to them alone; empty for nothing. */
  words: z.string(),
  /** Whose browser it is: kept by the server alone. */
  person: z.optional(PersonId),
  /** Holds a member's key: the same. */
  invited: z.optional(z.boolean()),
});
export type Waiting = z.infer<typeof Waiting>;

/** What is to be answered to somebody without asking again. */
const Remembered = z.object({ person: PersonId, as: z.enum(['participant', 'guest', 'denied']) });

const Words = optionalSentence(lobbyLimits.wordsLength);
const about = { member: MemberId };
const none = z.object({});
const nothing = z.strictObject({});

export const lobby = contract('lobby', {
  state: z.object({
    policy: LobbyPolicy,
    /** To all who wait; empty for nothing. Seen outside, and by those who let people in. */
    words: z.string(),
    /** In the order in which they came. Those outside see themselves alone. */
    waiting: z.record(MemberId, Waiting),
    /** How many are remembered; what is remembered of whom is the server's alone. */
    rememberedCount: z.number(),
    remembered: z.array(Remembered),
    /** True in the server's own copy, false in what members see. */
    whole: z.boolean(),
    /** Who may let people in. A member's own copy names only itself. */
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
    /** `remember`: next time they come in, or stay out, without being asked about. */
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
    /** Forgets everybody who is remembered. */
    forget: command({ needs: 'lobbyManage', limit: perSecond(1), input: nothing, output: none }),
    /** My place in the queue from 1, and how long it is; 0 for who does not wait. */
    look: command({ limit: perSecond(1, 5), input: nothing, output: z.object({ place: z.int(), of: z.int() }) }),
    /** Stops waiting. Does nothing for who does not wait. */
    leave: command({ limit: perSecond(1), input: nothing, output: none }),
  },
  events: {
    policySet: durable(z.object({ policy: LobbyPolicy, by: z.string() })),
    /** To those outside and those who may let them in, as everything below. */
    toldAll: durable(z.object({ words: z.string() })),
    told: durable(z.object({ ...about, words: z.string() })),
    knocked: durable(z.object({ id: MemberId, name: z.string(), role: Role })),
    /** Told to nobody. */
    identified: durable(z.object({ ...about, person: z.optional(PersonId), invited: z.boolean() })),
    dropped: durable(z.object(about)),
    returned: durable(z.object(about)),
    /** Without `by` when it was for all at once. */
    admitted: durable(z.object({ ...about, name: z.string(), by: z.optional(z.string()) })),
    admittedAll: durable(z.object({ by: z.string() })),
    /** Told to nobody; presence gives them a seat. */
    seated: durable(z.object({ id: MemberId, name: z.string(), role: Role, person: z.optional(PersonId) })),
    denied: durable(z.object({ ...about, name: z.string(), by: z.optional(z.string()) })),
    /** Went away by themselves. */
    left: durable(z.object(about)),
    /** Told to nobody; `counted` says the number. */
    remembered: durable(Remembered),
    forgot: durable(none),
    counted: durable(z.object({ count: z.number() })),
    /** To them alone: what they may see from now on. */
    watcherAdded: durable(
      z.object({ ...about, words: z.string(), waiting: z.record(MemberId, Waiting), rememberedCount: z.number() }),
    ),
    watcherRemoved: durable(z.object(about)),
    /** To each who waits, when their place has changed; `of` is how many waited then. */
    placed: volatile(z.object({ place: z.int(), of: z.int() })),
    /** To who is turned away, before their line is closed. */
    refused: volatile(
      z.object({
        by: z.optional(z.string()),
        words: z.string(),
        /** Nobody said no: somebody with a key has taken their place outside. */
        displaced: z.optional(z.boolean()),
      }),
    ),
  },
  passing: ['policySet', 'toldAll', 'told', 'dropped', 'returned', 'counted', 'watcherAdded', 'watcherRemoved'],
  vital: ['setPolicy', 'admit', 'admitAll', 'deny', 'forget', 'leave'],
});
