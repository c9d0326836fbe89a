import type { Sending } from '../bots/Bot.ts';
import type { Depth } from '../bots/BotHandler.ts';
import { seeded } from '../random.ts';
import type { Role, Scenario } from './scenario/schema.ts';

/** How one bot takes part. Times in ms. */
export interface PersonPlan {
  readonly name: string;
  readonly role: string;
  readonly depth: Depth;
  readonly media: boolean;
  readonly sends: readonly Sending[];
  readonly talks: Role['talks'];
  /** For `in turn`: which of how many. */
  readonly turn: { readonly index: number; readonly of: number };
  /** Times a second. */
  readonly writes: number;
  readonly draws: number;
  readonly votes: boolean;
  /** After the start of the test. */
  readonly comesAt: number;
  /** Undefined: to the end. */
  readonly staysMs?: number;
  readonly awayMs: number;
}

interface Casting {
  readonly scenario: Scenario;
  readonly people: number;
  readonly rampMs: number;
  readonly browsers: number;
  readonly whole: number;
  readonly churnMs?: number | undefined;
  readonly seed: number;
}

/** How long a member is away before coming again, in ms, when the scenario does not say. */
const usualAwayMs = 5_000;

/** How many of each role; `rest` gets what is left. Roles that come first are filled first. */
export function headcount(roles: readonly Role[], people: number): number[] {
  let left = people;
  const fixed = roles.map(({ count }) => {
    if (count === 'rest') return 0;
    const wanted =
      typeof count === 'number' ? count : Math.max(1, Math.round((people * Number.parseInt(count, 10)) / 100));
    const taken = Math.min(left, wanted);
    left -= taken;
    return taken;
  });
  return roles.map(({ count }, index) => (count === 'rest' ? left : (fixed[index] ?? 0)));
}

/**
 * The bots of a scenario. Browsers take the places of the last people. They talk: so that one of them is heard where a room has
 * three audio slots, one talker less of the bots talks.
 */
export function castOf({ scenario, people, rampMs, browsers, whole, churnMs, seed }: Casting): PersonPlan[] {
  const counts = headcount(scenario.roles, people);
  const order = scenario.roles.flatMap((role, index) =>
    Array.from({ length: counts[index] ?? 0 }, (_, number) => ({ role, number, of: counts[index] ?? 1 })),
  );
  const bots = order.slice(0, Math.max(0, order.length - browsers));
  const talkers = bots.filter(({ role }) => role.talks === 'always');
  const silenced = browsers > 0 && talkers.length >= 3 ? talkers.at(-1) : undefined;
  const random = seeded(seed);
  let wholeLeft = whole;
  return bots.map((bot, index) => {
    const { role, number, of } = bot;
    const isSender = role.sends.some((source) => source !== 'muted mic');
    const isWhole = !role.media || isSender || (wholeLeft > 0 && (wholeLeft -= 1) >= 0);
    const stays = role.stays ?? churnMs;
    const comesAt =
      role.comes === undefined
        ? (index * rampMs) / Math.max(1, bots.length)
        : role.comes + (number * rampMs) / Math.max(1, bots.length);
    return {
      name: `${role.name} ${number + 1}`,
      role: role.name,
      depth: isWhole ? 'whole' : 'thin',
      media: role.media,
      sends: role.sends.map((source) => (source === 'muted mic' ? 'mutedMic' : source)),
      talks: bot === silenced ? 'never' : role.talks,
      turn: { index: number, of },
      writes: role.writes ?? 0,
      draws: role.draws ?? 0,
      votes: role.votes,
      comesAt: Math.round(comesAt),
      // Spread, so that not all leave at once.
      ...(stays !== undefined && { staysMs: Math.round(stays * (0.5 + random())) }),
      awayMs: role.away ?? usualAwayMs,
    };
  });
}

/** Parts of almost the same size, one for each process; neighbours in the list go to different processes. */
export function dealt<T>(all: readonly T[], parts: number): T[][] {
  return Array.from({ length: parts }, (_, part) => all.filter((_each, index) => index % parts === part));
}
