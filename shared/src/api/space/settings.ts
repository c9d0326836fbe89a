import * as z from 'zod/mini';
import { lines } from '../../core/text.ts';
import { lockNames } from '../../features/abilities.ts';
import { lobbyPolicies } from '../../features/lobby/contract.ts';
import { presenterPolicies } from '../../features/moderation/contract.ts';

/** Who may begin a meeting: its hosts, people with a code too, or everybody with the link. */
export const startPolicies = ['hosts', 'members', 'everyone'] as const;

/** The longest time that a space can set, in days: ten years. */
export const mostDays = 3_650;

/** The settings of a space. A meeting begins with a copy of them; a later change holds from the next meeting. */
export const SpaceSettings = z.strictObject({
  start: z.enum(startPolicies),
  /** Whom the bare link admits. */
  door: z.enum(lobbyPolicies),
  /** True: only people with an account get in. */
  accounts: z.boolean(),
  /** The locks that are on; a name that is left out is off. */
  locks: z.partialRecord(z.enum(lockNames), z.boolean()),
  presenter: z.enum(presenterPolicies),
  /** Shown in the meeting when a member enters. */
  welcome: lines(1_000),
  /** What the next meeting finds again; everything else begins empty. */
  keep: z.strictObject({ chat: z.boolean(), boards: z.boolean(), slides: z.boolean() }),
  /** How many days the history, and what is kept of a room that nobody enters, stay; absent: until the space is removed. */
  days: z.optional(z.int().check(z.minimum(1), z.maximum(mostDays))),
  /** How many days after its beginning a recording is moved to the bin; absent: as the organisation says. */
  recordingDays: z.optional(z.int().check(z.minimum(1), z.maximum(mostDays))),
  /** The most people in a meeting; absent: as many as the tier and the server allow. */
  people: z.optional(z.int().check(z.minimum(2), z.maximum(10_000))),
});
export type SpaceSettings = z.infer<typeof SpaceSettings>;

export const firstSettings: SpaceSettings = {
  start: 'everyone',
  door: 'open',
  accounts: false,
  locks: {},
  presenter: 'moderators',
  welcome: '',
  keep: { chat: false, boards: true, slides: true },
};
