import { firstSettings } from '@plenum/shared/api/space/settings';
import { expect, it } from 'vitest';
import type { Step } from '../recordPorts.ts';
import type { Bench } from './Bench.ts';
import { by, newGroup, newId } from './directory.ts';

const minute = 60_000;
const at = Date.UTC(2026, 10, 30, 10);
const joined = (seq: number, member: string, when: number): Step => {
  return { is: 'joined', seq, at: when, member, name: member, role: 'participant' };
};

/** A room of a new space of a new organisation. */
async function scene(bench: Bench) {
  const store = await bench.store();
  const group = await newGroup(store);
  const space = newId();
  const input = { title: 'The yard', settings: firstSettings, organisation: group.organisation, own: '' };
  await store.ask.spaces.create({ acting: by(group.owner), id: space, slug: `s-${space}`, ...input });
  const record = { id: `r-${newId()}`, hostKeyHash: 'ab', createdAt: at };
  const { room } = await store.ask.openings.begin({ slug: `s-${space}`, record });
  const acting = { ...by(group.owner), at: at + 60 * minute };
  const follow = (...steps: readonly Step[]) => store.ask.meetings.follow({ room, steps });
  const usage = () => store.ask.meetings.usage({ acting, organisation: group.organisation });
  const page = async () => (await store.ask.meetings.page({ acting, space })).rows;
  return { store, space, room, acting, follow, usage, page };
}

/** The history of meetings, and the usage of organisations. */
export function meetingCases(bench: Bench): void {
  it('[ME1] a meeting goes from the first who comes to the last who goes, and the next is another one', async () => {
    const { follow, page, room } = await scene(bench);
    await follow(joined(1, 'ana', at), joined(2, 'ben', at + minute));
    expect(await page()).toMatchObject([{ started_at: at, ended_at: null, people: 2, peak: 2 }]);
    await follow({ is: 'left', at: at + 5 * minute, member: 'ana' }, joined(3, 'cleo', at + 6 * minute));
    await follow({ is: 'allLeft', at: at + 10 * minute });
    await follow(joined(9, 'ana', at + 20 * minute), { is: 'left', at: at + 21 * minute, member: 'ana' });
    expect(await page()).toMatchObject([
      { started_at: at + 20 * minute, ended_at: at + 21 * minute, peak: 1, participant_ms: minute },
      // Ana 5, Ben 9, Cleo 4 minutes.
      { started_at: at, ended_at: at + 10 * minute, people: 0, peak: 2, participant_ms: 18 * minute },
    ]);
    expect(new Set((await page()).map(({ id }) => id)).size).toBe(2);
    expect((await page())[0]?.id).toBe(`${room}-9`);
  });

  it('[ME2] a meeting has the stays of everybody, with the last name', async () => {
    const { store, follow, page, acting } = await scene(bench);
    await follow(joined(1, 'ana', at), { is: 'renamed', member: 'ana', name: 'Ana B.' });
    await follow({ is: 'left', at: at + minute, member: 'ana' }, joined(5, 'ben', at + minute));
    const meeting = (await page())[0]?.id ?? '';
    const all = await Promise.all((await page()).map(({ id }) => store.ask.meetings.read({ acting, meeting: id })));
    expect(all.flatMap(({ stays }) => stays).sort((one, other) => one.joined_at - other.joined_at)).toEqual([
      { name: 'Ana B.', role: 'participant', joined_at: at, left_at: at + minute },
      { name: 'ben', role: 'participant', joined_at: at + minute, left_at: null },
    ]);
    for (const id of [meeting, 'no-such-meeting']) {
      await expect(store.ask.meetings.read({ acting: by('stranger'), meeting: id })).rejects.toMatchObject({
        code: 'notFound',
        message: 'There is no such meeting.',
      });
    }
  });

  it('[ME4] usage is by month, the running meetings count as of now, and a removed space keeps the numbers', async () => {
    const { store, follow, usage, space, acting } = await scene(bench);
    const october = Date.UTC(2026, 9, 5);
    await follow(joined(1, 'ana', october), { is: 'left', at: october + 30 * minute, member: 'ana' });
    await follow(joined(5, 'ana', at), joined(6, 'ben', at + 10 * minute));
    const { months, running, now } = await usage();
    expect(months).toMatchObject([
      { month: '2026-11', meetings: 1, participant_ms: 0, peak: 2 },
      { month: '2026-10', meetings: 1, participant_ms: 30 * minute, peak: 1 },
    ]);
    expect([running, now]).toEqual([110 * minute, { meetings: 1, people: 2 }]);
    await store.ask.spaces.remove({ acting, space });
    expect((await usage()).months).toEqual(months);
    await expect(store.ask.meetings.usage({ acting: by('stranger'), organisation: 'none' })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('as many people are expected as came to the last meetings of the room, or of its space', async () => {
    const { store, room, space, follow } = await scene(bench);
    const record = { id: `r-${newId()}`, hostKeyHash: 'ab', createdAt: at };
    const other = (await bench.openRoom()).id;
    const expected = (asked: string) => store.ask.leases.expected({ room: asked });
    expect(await expected(room)).toBeUndefined();
    await follow(joined(1, 'ana', at), joined(2, 'ben', at), { is: 'allLeft', at });
    await follow(joined(3, 'ana', at + minute), { is: 'allLeft', at: at + minute });
    expect(await expected(room)).toBe(2);
    await store.createRoom({ ...record, title: 'Next', space });
    expect([await expected(record.id), await expected(other)]).toEqual([2, undefined]);
  });

  it('a room that belongs to no space has no history', async () => {
    const { store, id } = await bench.openRoom();
    await store.ask.meetings.follow({ room: id, steps: [joined(1, 'ana', at), { is: 'allLeft', at }] });
    await expect(
      store.ask.meetings.read({ acting: by('stranger', { operator: true }), meeting: `${id}-1` }),
    ).rejects.toMatchObject({ code: 'notFound' });
  });
}

/** What the history knows of accounts. */
export function forgettingCases(bench: Bench): void {
  it('[ME5] a deleted account has no name in the history, and gets none by an entry that comes later', async () => {
    const { store, follow, page, acting } = await scene(bench);
    const account = newId();
    const [here, late, other] = [newId(), newId(), newId()];
    for (const member of [here, late]) await store.ask.meetings.remember({ member, account, at });
    await follow(joined(1, here, at), joined(2, other, at));
    expect(await store.ask.meetings.ofAccount({ account })).toMatchObject([{ name: here, joinedAt: at }]);
    await store.ask.erasing.account({ account, email: 'gone@example.org' });
    await follow(joined(3, late, at + minute), { is: 'renamed', member: here, name: 'Again' });
    await follow({ is: 'left', at: at + 2 * minute, member: here }, { is: 'allLeft', at: at + 2 * minute });
    const [meeting] = await page();
    const { stays } = await store.ask.meetings.read({ acting, meeting: meeting?.id ?? '' });
    expect(stays.map(({ name }) => name).sort()).toEqual(['', '', other].sort());
    expect(stays.every(({ left_at: left }) => left === at + 2 * minute)).toBe(true);
    expect(await store.ask.meetings.ofAccount({ account })).toEqual([]);
  });

  it('the account of a ticket that was not used is forgotten after a day, and one of a stay is kept', async () => {
    const { store, follow } = await scene(bench);
    const account = newId();
    const [came, late, later] = [newId(), newId(), newId()];
    for (const member of [came, late, later]) await store.ask.meetings.remember({ member, account, at });
    const namesOf = async () => (await store.ask.meetings.ofAccount({ account })).map(({ name }) => name);
    await follow(joined(1, came, at));
    const dayLater = at + 24 * 60 * minute;
    await store.ask.meetings.forgetSeats({ now: dayLater });
    await follow(joined(2, late, at));
    expect((await namesOf()).sort()).toEqual([came, late].sort());
    await store.ask.meetings.forgetSeats({ now: dayLater + 1 });
    await follow(joined(3, later, at));
    expect((await namesOf()).sort()).toEqual([came, late].sort());
  });

  it('[SA16] a space that keeps for some days erases its history and its room after them, and another space nothing', async () => {
    const [brief, lasting] = [await scene(bench), await scene(bench)];
    const day = 24 * 60 * minute;
    await brief.store.ask.spaces.change({
      acting: brief.acting,
      space: brief.space,
      settings: { ...firstSettings, days: 2 },
    });
    for (const { follow, store, room } of [brief, lasting]) {
      await follow(joined(1, newId(), at), { is: 'allLeft', at: at + minute });
      await store.markRoom(room, at + minute);
    }
    const kept = async ({ store, page, room }: typeof brief) => {
      return [(await page()).length, (await store.roomsEmptySince(Number.MAX_SAFE_INTEGER)).includes(room)];
    };
    const forget = (now: number) => brief.store.ask.spaces.forgetOld({ now });
    await forget(at + minute + 2 * day);
    expect(await kept(brief)).toEqual([1, false]);
    await forget(at + minute + 2 * day + 1);
    expect(await kept(brief)).toEqual([0, true]);
    expect((await brief.store.ask.spaces.read({ acting: brief.acting, space: brief.space })).room).toBeUndefined();
    expect(await kept(lasting)).toEqual([1, false]);
  });
}
