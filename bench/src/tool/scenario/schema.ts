import * as z from 'zod/mini';
import { milliseconds, perSecond } from './quantities.ts';

const Time = z.pipe(
  z.union([z.string(), z.number()], 'a time such as 20s, 5m or 1h is needed here'),
  z.transform((given, context) => {
    const ms = milliseconds(String(given));
    if (ms !== undefined) return ms;
    context.issues.push({ code: 'custom', input: given, message: 'a time such as 20s, 5m or 1h is needed here' });
    return z.NEVER;
  }),
);
const Often = z.pipe(
  z.string('a frequency such as "3 per minute" is needed here'),
  z.transform((given, context) => {
    const rate = perSecond(given);
    if (rate !== undefined && rate <= 1) return rate;
    const message =
      rate === undefined
        ? 'a frequency such as "3 per minute" is needed here'
        : 'this is too often: a member may do it once a second at most';
    context.issues.push({ code: 'custom', input: given, message });
    return z.NEVER;
  }),
);
const Name = z.string('a name is needed here').check(z.minLength(1), z.maxLength(60));

/** What members can send. `muted mic`: an open but muted microphone. */
const sources = ['mic', 'muted mic', 'camera', 'screen'] as const;

const Count = z.union(
  [z.int().check(z.minimum(1), z.maximum(20_000)), z.literal('rest'), z.string().check(z.regex(/^\d{1,3}\s*%$/))],
  'a number such as 3, a share such as 10%, or "rest" is needed here',
);

export const Role = z.strictObject({
  name: Name,
  count: Count,
  sends: z._default(z.array(z.enum(sources, `only these can be sent: ${sources.join(', ')}`)), []),
  /** `in turn`: one after the other of this role. Needs `mic`. */
  talks: z._default(z.enum(['always', 'in turn', 'never'], 'only these are possible: always, in turn, never'), 'never'),
  /** False: the member takes part in everything but sound and pictures. */
  media: z._default(z.boolean('true or false is needed here'), true),
  writes: z.optional(Often),
  draws: z.optional(Often),
  votes: z._default(z.boolean('true or false is needed here'), true),
  /** How long after the start the first of this role comes. */
  comes: z.optional(Time),
  /** How long each stays before leaving; after `away`, the member comes again. */
  stays: z.optional(Time),
  away: z.optional(Time),
});
export type Role = z.infer<typeof Role>;

const at = { at: Time };
const Poll = z.strictObject({
  ...at,
  do: z.literal('poll'),
  question: z._default(z.string().check(z.minLength(1), z.maxLength(200)), 'Shall we?'),
  secret: z._default(z.boolean('true or false is needed here'), false),
  /** How long it is open. */
  for: z._default(Time, 15_000),
});
const Breakouts = z.strictObject({
  ...at,
  do: z.literal('breakouts'),
  rooms: z.int('a number of rooms is needed here').check(z.minimum(2), z.maximum(50)),
  for: z._default(Time, 30_000),
});
export const Act = z.discriminatedUnion('do', [Poll, Breakouts]);
export type Act = z.infer<typeof Act>;

/** A scenario file: who comes and when, and what they do. */
export const Scenario = z.strictObject({
  title: Name,
  /** For people who choose a scenario. */
  about: z._default(z.string(), ''),
  people: z._default(z.int('a number of people is needed here').check(z.minimum(1), z.maximum(20_000)), 25),
  /** How long it takes until all are there. */
  ramp: z._default(Time, 10_000),
  /** How long it goes on when all are there. */
  lasts: z._default(Time, 60_000),
  roles: z.array(Role, 'a list of roles is needed here').check(z.minLength(1), z.maxLength(50)),
  acts: z._default(z.array(Act).check(z.maxLength(200)), []),
});
export type Scenario = z.infer<typeof Scenario>;
