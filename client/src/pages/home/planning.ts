import type { Plan, PlanInput } from '@plenum/shared/api/plan/contract';
import { EmailAddress } from '@plenum/shared/core/email';
import { isZone, type Recurrence, shownAt, timeAt } from '@plenum/shared/api/plan/occurrences';
import * as z from 'zod/mini';

/** How a meeting comes again, as a person chooses it. */
export const repeats = ['once', 'daily', 'weekly', 'fortnightly', 'monthly'] as const;
export type Repeat = (typeof repeats)[number];

/** The lengths that a person chooses from, in minutes. */
export const lengths = [30, 45, 60, 90, 120, 180] as const;

/** A plan while a person writes it. */
export interface PlanDraft {
  readonly title: string;
  readonly day: string;
  readonly time: string;
  readonly minutes: number;
  readonly zone: string;
  /** `other`: as it was planned by another program. */
  readonly repeat: Repeat | 'other';
}

const recurrences: Readonly<Record<Repeat, Recurrence | undefined>> = {
  once: undefined,
  daily: { every: 'day', interval: 1 },
  weekly: { every: 'week', interval: 1 },
  fortnightly: { every: 'week', interval: 2 },
  monthly: { every: 'month', interval: 1 },
};

/** An empty plan for the next full hour. @param now epoch ms */
export function newDraft(title: string, now: number, zone: string): PlanDraft {
  const hour = 3_600_000;
  const { day, time } = shownAt(zone, Math.ceil((now + 1) / hour) * hour);
  return { title, day, time, minutes: 60, zone, repeat: 'once' };
}

/** The draft of a plan that is changed. */
export function draftOf(plan: Plan): PlanDraft {
  const { title, minutes, zone, startsAt } = plan;
  return { title, minutes, zone, ...shownAt(zone, startsAt), repeat: repeatOf(plan) ?? 'other' };
}

/** The fields that cannot be sent. */
export function wrongInPlan({ title, day, time, zone }: PlanDraft): ReadonlySet<'title' | 'time' | 'zone'> {
  const wrong = new Set<'title' | 'time' | 'zone'>();
  if (title.trim() === '') wrong.add('title');
  if (!isZone(zone)) wrong.add('zone');
  else if (timeAt(zone, day, time) === undefined) wrong.add('time');
  return wrong;
}

/** What is sent of a plan; undefined while a field is wrong. @param before the plan that is changed */
export function planOf(draft: PlanDraft, before?: Plan): PlanInput | undefined {
  const { title, day, time, minutes, zone, repeat } = draft;
  const startsAt = timeAt(zone, day, time);
  if (startsAt === undefined || wrongInPlan(draft).size > 0) return undefined;
  const recurrence = repeat === 'other' ? before?.recurrence : recurrences[repeat];
  return { title: title.trim(), startsAt, minutes, zone, ...(recurrence && { recurrence }) };
}

/** What a person typed as addresses: those that are one, and the first that is none. */
export function addressesIn(text: string): { readonly emails: string[]; readonly wrong: string | undefined } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const emails = [...new Set(parts.map((part) => part.toLowerCase()))];
  return { emails, wrong: parts.find((part) => !z.safeParse(EmailAddress, part).success) };
}

/** How a plan comes again, as a person would have chosen it; undefined for what another program has planned. */
export function repeatOf({ recurrence }: Pick<Plan, 'recurrence'>): Repeat | undefined {
  if (!recurrence) return 'once';
  const { every, interval, times } = recurrence;
  if (times !== undefined) return undefined;
  return repeats.find((one) => recurrences[one]?.every === every && recurrences[one]?.interval === interval);
}
