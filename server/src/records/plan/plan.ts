import ical, { ICalCalendarMethod } from 'ical-generator';
import type { NextMeeting, Plan, PlanInput } from '@plenum/shared/api/plan/contract';
import { occurrencesOf } from '@plenum/shared/api/plan/occurrences';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RecordParts } from '../parts.ts';
import { codeOf, isCode } from '../space/codes.ts';

type In = { readonly acting: Acting; readonly space: string };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** How far the next meetings of an account, and a calendar, look into the future, in ms. */
const nextMs = 60 * dayMs;
const calendarMs = 400 * dayMs;
/** How far a calendar looks back. */
const pastMs = 30 * dayMs;
const mostNext = 50;
const mostOfPlan = 120;

/** The rules about planned meetings. The store asks again who may. */
export class Plans {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async list(about: In): Promise<Plan[]> {
    return (await this.#ask.plans.list(about)).map(({ sequence: _changes, ...plan }) => plan);
  }

  async create(about: In, input: PlanInput): Promise<Plan> {
    const plan = this.#parts.newId();
    await this.#ask.plans.create({ ...about, plan, input });
    return { id: plan, ...input };
  }

  async change(about: In, plan: string, input: PlanInput): Promise<Plan> {
    await this.#ask.plans.change({ ...about, plan, input });
    return { id: plan, ...input };
  }

  remove(about: In, plan: string): Promise<void> {
    return this.#ask.plans.remove({ ...about, plan });
  }

  /** The next meetings in the spaces of an account, soonest first; one that goes on counts. */
  async next({ asker, at }: Acting): Promise<NextMeeting[]> {
    if (asker.is !== 'account') return [];
    const plans = await this.#ask.plans.mine({ account: asker.account });
    const all = plans.flatMap(({ id: plan, space, slug, title, minutes, ...when }) => {
      const from = at - minutes * minuteMs;
      const times = occurrencesOf(when, { from, to: at + nextMs, most: mostNext });
      return times.map((startsAt) => ({ plan, space, slug, title, startsAt, minutes }));
    });
    return all.toSorted((one, other) => one.startsAt - other.startsAt).slice(0, mostNext);
  }

  /**
   * The plans of a space as iCalendar. Each time of a series is an event of its own, in UTC, so that no program needs to
   * know the rules of a time zone.
   * @param origin the address of this server
   * @throws AppError `notFound` also for a wrong secret
   */
  async calendar({
    slug,
    secret,
    origin,
    now,
  }: {
    slug: string;
    secret: string;
    origin: string;
    now: number;
  }): Promise<string> {
    const { space, plans } = await this.#ask.plans.calendar({ slug });
    if (!isCode(secret, codeOf(this.#parts.codeSecret, space, 'calendar'))) {
      throw new AppError('notFound', 'There is no such space.');
    }
    const calendar = ical({
      name: space.title,
      method: ICalCalendarMethod.PUBLISH,
      prodId: { company: 'Plenum', product: 'Plenum' },
      ttl: 3_600,
    });
    const link = `${origin}/s/${slug}`;
    for (const { id, title, minutes, sequence, ...when } of plans) {
      const window = { from: now - pastMs, to: now + calendarMs, most: mostOfPlan };
      for (const at of occurrencesOf(when, window)) {
        const times = { start: new Date(at), end: new Date(at + minutes * minuteMs), stamp: new Date(now) };
        const words = { summary: title, location: link, description: link, url: link };
        calendar.createEvent({ id: `${id}-${at}@plenum`, sequence, ...times, ...words });
      }
    }
    return calendar.toString();
  }

  get #ask() {
    return this.#parts.store.ask;
  }
}
