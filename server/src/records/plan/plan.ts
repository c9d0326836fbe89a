import type { NextMeeting, Plan, PlanGuest, PlanInput } from '@plenum/shared/api/plan/contract';
import { occurrencesOf } from '@plenum/shared/api/plan/occurrences';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RecordParts } from '../parts.ts';
import { codeOf, isCode } from '../space/codes.ts';
import { calendarOf } from './calendar.ts';
import { PlanGuests } from './PlanGuests.ts';

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
  readonly #guests: PlanGuests;

  constructor(parts: RecordParts) {
    this.#parts = parts;
    this.#guests = new PlanGuests(parts);
  }

  async list(about: In): Promise<Plan[]> {
    return (await this.#ask.plans.list(about)).map(({ sequence: _changes, ...plan }) => plan);
  }

  async create(about: In, input: PlanInput): Promise<Plan> {
    const plan = this.#parts.newId();
    await this.#ask.plans.create({ ...about, plan, input });
    return { id: plan, ...input };
  }

  /** Changes a plan, and tells the addresses that are invited. */
  async change(about: In, plan: string, input: PlanInput): Promise<Plan> {
    await this.#guests.change({ ...about, plan }, input);
    return { id: plan, ...input };
  }

  /** Removes a plan, and tells the addresses that are invited. */
  remove(about: In, plan: string): Promise<void> {
    return this.#guests.cancel({ ...about, plan });
  }

  guests(about: In, plan: string): Promise<PlanGuest[]> {
    return this.#guests.list({ ...about, plan });
  }

  /** Invites those of the addresses that are not invited yet. @returns all that are invited */
  invite(about: In, plan: string, emails: readonly string[]): Promise<PlanGuest[]> {
    return this.#guests.invite({ ...about, plan }, emails);
  }

  uninvite(about: In, plan: string, guest: string): Promise<void> {
    return this.#guests.uninvite({ ...about, plan }, guest);
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
   * The plans of a space as iCalendar.
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
    const window = { from: now - pastMs, to: now + calendarMs, most: mostOfPlan };
    const shown = plans.map((plan) => ({ ...plan, times: occurrencesOf(plan, window) }));
    return calendarOf({ name: space.title, plans: shown, link: `${origin}/s/${slug}`, now });
  }

  get #ask() {
    return this.#parts.store.ask;
  }
}
