import { firstSettings } from '@plenum/shared/api/space/settings';
import { expect, it } from 'vitest';
import type { Store } from '../ports.ts';
import type { Bench } from './Bench.ts';
import { by, newGroup, newId } from './directory.ts';

const input = { title: 'Assembly', startsAt: 1_800_000_000_000, minutes: 60, zone: 'UTC' };

/** A plan in a new space of a new organisation. */
async function newPlan(store: Store) {
  const { organisation, owner } = await newGroup(store);
  const [space, plan, slug] = [newId(), newId(), `p-${newId()}`];
  const acting = by(owner);
  const made = { id: space, slug, title: 'Yard', settings: firstSettings, organisation, own: newId() };
  await store.ask.spaces.create({ acting, ...made });
  await store.ask.plans.create({ acting, space, plan, input });
  return { acting, space, plan };
}

const guest = (plan: string, email = `${newId()}@example.org`) => {
  return { id: newId(), plan, email, told_at: 0, changes: 0, created_at: 0 };
};
const guests = (plan: string, count: number) => Array.from({ length: count }, () => guest(plan));
const statuses = async (acts: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(acts)).map(({ status }) => status).sort();

/** Addresses that are invited to planned meetings, and the letters to them. */
export function planCases(bench: Bench): void {
  it('[PL5] of two invitations at once for the last place of a plan, exactly one gets through', async () => {
    const store = await bench.store();
    const { plan, ...about } = await newPlan(store);
    const invite = (count: number) => store.ask.planGuests.invite({ ...about, plan, rows: guests(plan, count) });
    await invite(99);
    expect(await statuses([invite(1), invite(1)])).toEqual(['fulfilled', 'rejected']);
    expect(await store.ask.planGuests.list({ ...about, plan })).toHaveLength(100);
  });

  it('[PL7] of two organisations at once, one invites an address for the last time that day', async () => {
    const store = await bench.store();
    const email = `${newId()}@example.org`;
    const plans = await Promise.all(Array.from({ length: 21 }, () => newPlan(store)));
    const invite = ({ plan, ...about }: (typeof plans)[number]) =>
      store.ask.planGuests.invite({ ...about, plan, rows: [guest(plan, email)] });
    for (const one of plans.slice(0, 19)) await invite(one);
    expect(await statuses(plans.slice(19).map(invite))).toEqual(['fulfilled', 'rejected']);
  });

  it('[PL6] a plan is changed and removed only by a caller that tells all who are invited', async () => {
    const store = await bench.store();
    const { plan, ...about } = await newPlan(store);
    const row = guest(plan);
    await store.ask.planGuests.invite({ ...about, plan, rows: [row] });
    for (const told of [undefined, [], [newId()]]) {
      const telling = told && { told };
      const change = store.ask.plans.change({ ...about, plan, input, ...telling });
      await expect(change).rejects.toMatchObject({ code: 'conflict' });
      await expect(store.ask.plans.remove({ ...about, plan, ...telling })).rejects.toMatchObject({ code: 'conflict' });
    }
    await store.ask.plans.change({ ...about, plan, input, told: [row.id] });
    await store.ask.plans.remove({ ...about, plan, told: [row.id] });
    expect(await store.ask.planGuests.ofSpace(about)).toEqual([]);
  });

  it('[PL7] a waiting letter about a matter gives way to the next, and the end of an unknown matter is not told', async () => {
    const store = await bench.store();
    const recipient = `${newId()}@example.org`;
    const [first, later] = [`${newId()}-invited`, `${newId()}-told`];
    const row = (letter: string) => ({ id: newId(), recipient, letter, tries: 0, due_at: 0, expires_at: 2e12 });
    const tell = (letter: string, isLast = false) => store.ask.letters.tell({ row: row(letter), first, later, isLast });
    const waiting = async () =>
      (await store.ask.letters.due({ now: 1e12, limit: 10_000 })).rows.filter((one) => one.recipient === recipient);
    await store.ask.letters.add({ row: { ...row('invited'), id: first } });
    await tell('changed');
    // Still the first letter that its reader gets.
    expect(await waiting()).toMatchObject([{ id: first, letter: 'changed' }]);
    await store.ask.letters.tell({ row: row('changed'), begins: row('invited anew'), first, later, isLast: false });
    expect(await waiting()).toMatchObject([{ id: first, letter: 'invited anew' }]);
    expect(await store.ask.letters.untried({ ids: [first, later] })).toMatchObject([{ id: first }]);
    await tell('cancelled', true);
    expect(await waiting()).toEqual([]);
    await tell('changed');
    await tell('changed again');
    expect(await waiting()).toMatchObject([{ id: later, letter: 'changed again' }]);
    await store.ask.letters.tell({ row: row('changed last'), begins: row('invited'), first, later, isLast: false });
    expect(await waiting()).toMatchObject([{ id: later, letter: 'changed last' }]);
    // A letter that is being sent stays.
    await store.ask.letters.claim({ id: later, tries: 0, until: 0 });
    expect(await store.ask.letters.untried({ ids: [first, later] })).toEqual([]);
    await tell('cancelled', true);
    expect((await waiting()).map(({ letter }) => letter).sort()).toEqual(['cancelled', 'changed last']);
    for (const { id } of await waiting()) await store.ask.letters.remove({ id });
  });
}
