import * as z from 'zod/mini';
import { endpoint, operators, perMinute } from '../../core/endpoint.ts';
import { AccountId, TierId } from '../../core/ids.ts';

const limit = { address: [perMinute(1_200)], person: perMinute(240) };
const done = z.object({});

/** What a server carries at one moment, and how it fares. */
export const Overview = z.object({
  version: z.string(),
  /** When the process began, in epoch ms. */
  startedAt: z.number(),
  rooms: z.object({ meeting: z.int(), breakout: z.int() }),
  /** The people in all rooms. */
  members: z.int(),
  /** The streams that they send, by source. */
  streams: z.record(z.string(), z.int()),
  /** For each media worker: the streams that it carries, and how many of the pictures it gives up, 0 to 5. */
  workers: z.array(z.object({ load: z.number(), shed: z.int() })),
  /** The delay of the event loop in the last minute, in ms. */
  loopDelay: z.object({ median: z.number(), p99: z.number(), max: z.number() }),
  /** The memory of the process, in bytes. */
  memoryBytes: z.int(),
  /** Which database, and how long a question to it took just now, in ms. */
  database: z.object({ kind: z.enum(['sqlite', 'postgres']), answerMs: z.number() }),
  /** The disk of the files, in bytes; absent where it does not say. */
  disk: z.optional(z.object({ freeBytes: z.number(), totalBytes: z.number() })),
  /** Uncaught faults since the start. */
  faults: z.int(),
  /** The part without which no meeting can be carried; absent when all work. */
  missing: z.optional(z.string()),
  accounts: z.int(),
  organisations: z.int(),
});
export type Overview = z.infer<typeof Overview>;

export const readOverview = endpoint({
  name: 'operator:overview',
  summary: 'Returns what the server carries now, and how it fares.',
  method: 'GET',
  path: '/operator/overview',
  who: operators,
  limit,
  output: Overview,
  errors: ['unavailable'],
});

export const readTierUse = endpoint({
  name: 'operator:tierUse',
  summary: 'Returns how many organisations have each tier; tiers without any are left out.',
  method: 'GET',
  path: '/operator/tiers',
  who: operators,
  limit,
  output: z.object({ uses: z.array(z.object({ tier: TierId, organisations: z.int() })) }),
  errors: ['unavailable'],
});

/** An account as operators see it. */
export const OperatedAccount = z.object({
  account: AccountId,
  name: z.string(),
  email: z.string(),
  operator: z.boolean(),
  /** True while nobody can sign in with it. */
  disabled: z.boolean(),
  /** Epoch ms. */
  createdAt: z.number(),
  /** The names of its organisations, at most ten. */
  organisations: z.array(z.string()),
});
export type OperatedAccount = z.infer<typeof OperatedAccount>;

export const listAccounts = endpoint({
  name: 'operator:accounts',
  summary: 'Returns accounts, 50 at once; `like` is a part of the name or of the address.',
  method: 'GET',
  path: '/operator/accounts',
  who: operators,
  limit,
  query: z.strictObject({
    like: z.optional(z.string().check(z.minLength(1), z.maxLength(120))),
    after: z.optional(AccountId),
  }),
  output: z.object({ accounts: z.array(OperatedAccount), more: z.boolean() }),
  errors: ['unavailable'],
});

const params = { account: AccountId };

export const ruleAccount = endpoint({
  name: 'operator:ruleAccount',
  summary: 'Disables an account, which ends its sessions, or makes it an operator. The last operator stays one.',
  method: 'PATCH',
  path: '/operator/accounts/:account',
  who: operators,
  limit,
  params,
  input: z.strictObject({ disabled: z.optional(z.boolean()), operator: z.optional(z.boolean()) }),
  output: OperatedAccount,
  errors: ['conflict', 'unavailable'],
});

export const signOutAccount = endpoint({
  name: 'operator:signOutAccount',
  summary: 'Ends all sessions of an account.',
  method: 'POST',
  path: '/operator/accounts/:account/sign-out',
  who: operators,
  limit,
  params,
  output: done,
  errors: ['unavailable'],
});
