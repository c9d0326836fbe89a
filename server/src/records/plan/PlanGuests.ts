import type { Plan, PlanGuest, PlanInput } from '@plenum/shared/api/plan/contract';
import { occurrencesOf } from '@plenum/shared/api/plan/occurrences';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { Call, LetterRow, PlanGuestRow } from '../../storage/ports.ts';
import type { PlanLetter, RecordParts } from '../parts.ts';

interface AboutSpace {
  readonly acting: Acting;
  readonly space: string;
}
type AboutPlan = AboutSpace & { readonly plan: string };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** How far a calendar file in a letter looks into the future, in ms, and how many times of a series it has at most. */
const aheadMs = 400 * dayMs;
const mostTimes = 52;
/** The pause before the first letter about a change, in ms; each further one is twice as long, up to a day. */
const firstPauseMs = 5 * minuteMs;
/** How long before the next time a change is told at the latest, in ms, for the first changes: a letter costs its reader time. */
const beforeMs = 15 * minuteMs;
const mostHurried = 20;

/** The addresses that are invited to planned meetings, and what they are told. */
export class PlanGuests {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async list(about: AboutPlan): Promise<PlanGuest[]> {
    const rows = await this.#ask.planGuests.list(about);
    return rows.map(({ id, email, created_at: invitedAt }) => ({ id, email, invitedAt }));
  }

  /** @throws AppError `full`, `limited`; `conflict` for a meeting that is over */
  async invite(about: AboutPlan, emails: readonly string[]): Promise<PlanGuest[]> {
    const { acting, plan } = about;
    const found = await this.#ask.plans.requireOne(about);
    const known = new Set((await this.#ask.planGuests.list(about)).map(({ email }) => email));
    const fresh = [...new Set(emails.map((email) => email.toLowerCase()))].filter((email) => !known.has(email));
    const times = timesOf(found.plan, acting.at);
    if (times.length === 0) throw new AppError('conflict', 'This meeting is over. Plan a new one.', 'over');
    if (fresh.length === 0) return this.list(about);
    const rows = fresh.map((email): PlanGuestRow => {
      return { id: this.#parts.newId(), plan, email, told_at: acting.at, changes: 0, created_at: acting.at };
    });
    const { calls } = this.#parts.store;
    const letters: Call[] = [];
    for (const { id, email } of rows) {
      const letter = { kind: 'planInvite', to: email, plan: { ...found.plan, times }, held: [] } as const;
      const row = await this.#write(acting, found, letter);
      letters.push(calls.letters.add({ row: { ...row, id: letterIds(id).first } }));
    }
    await this.#together([calls.planGuests.invite({ ...about, rows }), ...letters]);
    return this.list(about);
  }

  /** @throws AppError `notFound`; `conflict` when somebody was invited at this moment */
  async change(about: AboutPlan, input: PlanInput): Promise<void> {
    const { acting, plan: id } = about;
    const found = await this.#ask.plans.requireOne(about);
    const rows = await this.#ask.planGuests.list(about);
    const { calls } = this.#parts.store;
    const times = timesOf({ id, ...input }, acting.at);
    const waiting = await this.#waiting(rows);
    const letters: Call[] = [];
    for (const guest of rows) {
      const { held, gone } = this.#known(guest, waiting, found.plan, acting.at);
      const cancelled = gone.filter((at) => !times.includes(at));
      // Nobody hears of a meeting that was over and still is.
      if (times.length + cancelled.length === 0) continue;
      const plan = { id, ...input, sequence: found.plan.sequence + 1, times, cancelled };
      const { first, later } = letterIds(guest.id);
      const replaced = waiting.get(later) ?? waiting.get(first);
      const rested = replaced?.due_at ?? restedAt(guest);
      const latest = guest.changes < mostHurried ? latestFor([...times, ...cancelled], acting.at) : rested;
      const due_at = Math.max(acting.at, Math.min(rested, latest));
      const row = await this.#write(acting, found, { kind: 'planChange', to: guest.email, plan, held });
      const late = (letter: LetterRow) => ({ ...letter, due_at, expires_at: letter.expires_at + due_at - acting.at });
      const begin = { kind: 'planInvite', to: guest.email, plan: { ...plan, cancelled: [] }, held: [] } as const;
      const begins = waiting.has(first) ? late(await this.#write(acting, found, begin)) : undefined;
      letters.push(this.#tell(guest, late(row), times.length === 0, begins));
      // A letter that takes the place of another one is no further letter.
      if (!replaced) letters.push(calls.planGuests.told({ guest: guest.id, at: due_at }));
    }
    const told = rows.map((guest) => guest.id);
    await this.#together([calls.plans.change({ ...about, input, told }), ...letters]);
  }

  /** Removes a plan. @throws AppError `notFound`; `conflict` when somebody was invited at this moment */
  async cancel(about: AboutPlan): Promise<void> {
    const found = await this.#ask.plans.requireOne(about);
    const rows = await this.#ask.planGuests.list(about);
    const letters = await this.#cancelling(about.acting, found, rows);
    const told = rows.map(({ id }) => id);
    await this.#together([this.#parts.store.calls.plans.remove({ ...about, told }), ...letters]);
  }

  /** @throws AppError `notFound` */
  async uninvite(about: AboutPlan, guest: string): Promise<void> {
    const found = await this.#ask.plans.requireOne(about);
    const rows = (await this.#ask.planGuests.list(about)).filter(({ id }) => id === guest);
    const letters = await this.#cancelling(about.acting, found, rows);
    await this.#together([this.#parts.store.calls.planGuests.remove({ ...about, guest }), ...letters]);
  }

  /** Writes the letters that cancel all plans of a space. @returns what sends them, once the space is gone */
  async cancelAll(about: AboutSpace): Promise<() => Promise<void>> {
    const rows = await this.#ask.planGuests.ofSpace(about);
    const letters: Call[] = [];
    for (const plan of new Set(rows.map((row) => row.plan))) {
      const found = await this.#ask.plans.requireOne({ ...about, plan });
      const guests = rows.filter((row) => row.plan === plan);
      letters.push(...(await this.#cancelling(about.acting, found, guests)));
    }
    return () => this.#together(letters);
  }

  async #cancelling(acting: Acting, found: Found, rows: readonly PlanGuestRow[]): Promise<Call[]> {
    const waiting = await this.#waiting(rows);
    const letters: Call[] = [];
    for (const guest of rows) {
      const { held, gone } = this.#known(guest, waiting, found.plan, acting.at);
      // Nobody hears that a meeting of the past does not happen.
      if (gone.length === 0) continue;
      const plan = { ...found.plan, sequence: found.plan.sequence + 1, times: [], cancelled: gone };
      const row = await this.#write(acting, found, { kind: 'planCancel', to: guest.email, plan, held });
      letters.push(this.#tell(guest, row, true));
    }
    return letters;
  }

  /** The letters to these addresses that wait, by their id. */
  async #waiting(rows: readonly PlanGuestRow[]): Promise<Map<string, LetterRow>> {
    const ids = rows.map(({ id }) => letterIds(id)).flatMap(({ first, later }) => [first, later]);
    const letters = await this.#ask.letters.untried({ ids });
    return new Map(letters.map((letter) => [letter.id, letter]));
  }

  /**
   * The times that a guest's calendar may have: `held` are from letters that were sent before the one that is written now,
   * `gone` are those and the present times of the plan, as a waiting letter may be sent at this moment.
   */
  #known({ id }: PlanGuestRow, waiting: ReadonlyMap<string, LetterRow>, plan: Plan, now: number) {
    const present = timesOf(plan, now);
    const replaced = waiting.get(letterIds(id).later);
    const held = replaced
      ? this.#parts.planLetters.heldIn(replaced).filter((at) => at > now - plan.minutes * minuteMs)
      : present;
    return { held, gone: [...new Set([...held, ...present])] };
  }

  #write(
    { asker, at: now }: Acting,
    { organisation, look, slug }: Found,
    letter: Pick<PlanLetter, 'kind' | 'to' | 'plan' | 'held'>,
  ): Promise<LetterRow> {
    const by = asker.is === 'account' ? { by: asker.name, inviter: asker.account } : { by: '' };
    return this.#parts.planLetters.write({ ...letter, ...by, organisation, look, slug, now });
  }

  #tell({ id }: PlanGuestRow, row: LetterRow, isLast: boolean, begins?: LetterRow): Call {
    return this.#parts.store.calls.letters.tell({ row, ...(begins && { begins }), ...letterIds(id), isLast });
  }

  async #together(calls: readonly Call[]): Promise<void> {
    if (calls.length > 0) await this.#parts.store.together(calls);
    this.#parts.planLetters.wake();
  }

  get #ask() {
    return this.#parts.store.ask;
  }
}

type Found = Awaited<ReturnType<RecordParts['store']['ask']['plans']['requireOne']>>;

/** The times of a plan that go on or are to come. */
function timesOf(plan: Plan, now: number): number[] {
  return occurrencesOf(plan, { from: now - plan.minutes * minuteMs, to: now + aheadMs, most: mostTimes });
}

/** When the next letter about a change may go to an address. */
function restedAt({ told_at, changes }: PlanGuestRow): number {
  return told_at + Math.min(firstPauseMs * 2 ** changes, dayMs);
}

/** The latest moment for a letter about these times; none when all of them have begun. */
function latestFor(times: readonly number[], now: number): number {
  return Math.min(...times.filter((at) => at > now)) - beforeMs;
}

/** The ids of the letters to an invited address: of the invitation, and of what is told later. */
function letterIds(guest: string): { readonly first: string; readonly later: string } {
  return { first: `plan-${guest}-invited`, later: `plan-${guest}-told` };
}
