import * as z from 'zod/mini';

/** How a planned meeting comes again. */
export const Recurrence = z.strictObject({
  every: z.enum(['day', 'week', 'month']),
  /** 2 for every second one. */
  interval: z.int().check(z.minimum(1), z.maximum(12)),
  /** How often in all; absent: without an end. */
  times: z.optional(z.int().check(z.minimum(2), z.maximum(500))),
});
export type Recurrence = z.infer<typeof Recurrence>;

/** When people shall meet. */
export interface Planned {
  /** The first time, epoch ms. */
  readonly startsAt: number;
  /** An IANA time zone such as `Europe/Berlin`. */
  readonly zone: string;
  /** Absent for a single meeting. */
  readonly recurrence?: Recurrence | undefined;
}

/** The wall clock of a place. `month` counts from 0. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly ms: number;
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-hc-h23', { ...parts, second: 'numeric', timeZone: zone });
  formats.set(zone, made);
  return made;
}

/** True for a time zone that this system knows. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

function wallAt(zone: string, at: number): Wall {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const ms = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
  return { year: part('year'), month: part('month') - 1, day: part('day'), ms };
}

/** The time at which a wall clock shows this; in the hour that a change of clocks skips, the time after it. */
function timeOf(zone: string, { year, month, day, ms }: Wall): number {
  const wanted = Date.UTC(year, month, day) + ms;
  const shown = (at: number) => {
    const wall = wallAt(zone, at);
    return Date.UTC(wall.year, wall.month, wall.day) + wall.ms;
  };
  let at = wanted;
  for (let round = 0; round < 2; round += 1) at += wanted - shown(at);
  return at;
}

/**
 * The time, epoch ms, at which the clocks of a zone show a day and a time; undefined for what no calendar has.
 * @param day as `2026-12-01`
 * @param time as `18:30`
 */
export function timeAt(zone: string, day: string, time: string): number | undefined {
  // Without this form, engines fall back to reading what they can.
  const hasForm = /^\d{4}-\d{2}-\d{2}$/.test(day) && /^\d{2}:\d{2}$/.test(time);
  const wanted = hasForm ? Date.parse(`${day}T${time}:00Z`) : Number.NaN;
  if (Number.isNaN(wanted) || !isZone(zone)) return undefined;
  const date = new Date(wanted);
  const ms = wanted % dayMs;
  return timeOf(zone, { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), ms });
}

/** The day and the time that the clocks of a zone show, in the form that `timeAt` reads. */
export function shownAt(zone: string, at: number): { readonly day: string; readonly time: string } {
  const { year, month, day, ms } = wallAt(zone, at);
  const [date = '', rest = ''] = new Date(Date.UTC(year, month, day) + ms).toISOString().split('T');
  return { day: date, time: rest.slice(0, 5) };
}

/** The wall clock of an occurrence, by its number from 0; undefined for a month without this day. */
function wallOf(first: Wall, { every, interval }: Recurrence, index: number): Wall | undefined {
  const steps = index * interval;
  if (every === 'month') {
    const there = new Date(Date.UTC(first.year, first.month + steps, first.day));
    const isSkipped = there.getUTCDate() !== first.day;
    return isSkipped
      ? undefined
      : { year: there.getUTCFullYear(), month: there.getUTCMonth(), day: first.day, ms: first.ms };
  }
  const there = new Date(Date.UTC(first.year, first.month, first.day) + steps * (every === 'week' ? 7 : 1) * dayMs);
  return { year: there.getUTCFullYear(), month: there.getUTCMonth(), day: there.getUTCDate(), ms: first.ms };
}

/**
 * The times of a plan between two times, in order.
 * @param most the most times that are returned
 */
export function occurrencesOf(
  { startsAt, zone, recurrence }: Planned,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
): number[] {
  if (!recurrence) return startsAt >= from && startsAt < to ? [startsAt] : [];
  const first = wallAt(zone, startsAt);
  // Begins two steps before `from`, so that a plan of many years costs no more than a new one.
  const stepMs = recurrence.interval * { day: 1, week: 7, month: 31 }[recurrence.every] * dayMs;
  const begin = Math.max(0, Math.floor((from - startsAt) / stepMs) - 2);
  const found: number[] = [];
  for (let index = begin; index < (recurrence.times ?? Number.POSITIVE_INFINITY) && found.length < most; index += 1) {
    const wall = wallOf(first, recurrence, index);
    const at = wall && timeOf(zone, wall);
    if (at !== undefined && at >= to) break;
    if (at !== undefined && at >= from) found.push(at);
  }
  return found;
}
