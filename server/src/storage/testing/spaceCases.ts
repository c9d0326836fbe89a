import { firstSettings, type SpaceSettings } from '@plenum/shared/api/space/settings';
import { LimitMet } from '@plenum/shared/core/errors';
import { expect, it } from 'vitest';
import type { Store } from '../ports.ts';
import type { Bench } from './Bench.ts';
import { by, newGroup, newId, newMember, operator, throughAtOnce } from './directory.ts';

/** Makes a space and returns it. */
function create(
  store: Store,
  owner: string,
  more: { organisation?: string; slug?: string; settings?: SpaceSettings } = {},
) {
  const { organisation, slug = `a-${newId()}`, settings = firstSettings } = more;
  return store.ask.spaces.create({
    acting: by(owner),
    id: newId(),
    slug,
    title: 'The yard',
    settings,
    organisation,
    own: newId(),
  });
}

/** Spaces, and who may do what with them. */
export function spaceCases(bench: Bench): void {
  it('[SA1] an account gets its own organisation with its first space, also when it asks twice at once', async () => {
    const store = await bench.store();
    for (let round = 0; round < 10; round += 1) {
      const account = newId();
      // The free tier allows one space.
      expect(await throughAtOnce([() => create(store, account), () => create(store, account)])).toBe(1);
      const mine = await store.ask.organisations.mine({ account });
      expect(mine).toMatchObject([{ kind: 'person', tier: 'basic', role: 'owner', name: account }]);
      await expect(create(store, account)).rejects.toMatchObject({ met: { limit: 'spaces', most: 1 } });
    }
  });

  it('[SA1] of two requests at once for the last space, exactly one gets through', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store);
    await store.ask.organisations.rule({ acting: operator, organisation, agreed: { spaces: 3 } });
    for (let made = 0; made < 2; made += 1) await create(store, owner, { organisation });
    const acts = [1, 2, 3, 4].map(() => () => create(store, owner, { organisation }));
    expect(await throughAtOnce(acts)).toBe(1);
    await expect(create(store, owner, { organisation })).rejects.toBeInstanceOf(LimitMet);
    const stranger = create(store, newId(), { organisation });
    await expect(stranger).rejects.toMatchObject({ code: 'notFound' });
    const member = await newMember(store, { organisation, owner });
    await expect(create(store, member, { organisation })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('[SA2] an address belongs to one space, also when two ask at once', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store);
    for (let round = 0; round < 5; round += 1) {
      const slug = `s-${newId()}`;
      const both = await Promise.allSettled([1, 2].map(() => create(store, owner, { organisation, slug })));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'conflict', bound: 'slug' },
      });
    }
  });

  it('[SA3] a space of others looks like none, to its people it is what their part allows', async () => {
    const store = await bench.store();
    const group = await newGroup(store);
    const { organisation, owner } = group;
    const host = await newMember(store, group, 'host');
    const { id: space } = await create(store, host, { organisation });
    const [admin, member, shared] = [await newMember(store, group, 'admin'), await newMember(store, group), newId()];
    await store.ask.spaces.addHost({ acting: by(host), space, account: shared });
    const act = (account: string) => ({
      read: () => store.ask.spaces.read({ acting: by(account), space }),
      change: () => store.ask.spaces.change({ acting: by(account), space, title: 'New' }),
      share: () => store.ask.spaces.addHost({ acting: by(account), space, account }),
      remove: () => store.ask.spaces.requireShare({ acting: by(account), space }),
    });
    for (const account of [owner, admin, host]) for (const run of Object.values(act(account))) await run();
    await store.ask.spaces.removeHost({ acting: by(owner), space, account: admin });
    await act(shared).read();
    for (const run of [act(shared).change, act(shared).share, act(member).read, act(member).change]) {
      await expect(run()).rejects.toMatchObject({ code: 'forbidden' });
    }
    const strange = await newGroup(store);
    for (const account of [strange.owner, newId()]) {
      for (const run of Object.values(act(account))) {
        await expect(run()).rejects.toMatchObject({ code: 'notFound', message: 'There is no such space.' });
      }
    }
  });

  it('[OR4] the spaces of a member who leaves go to an owner, and the part of a shared host ends', async () => {
    const store = await bench.store();
    const group = await newGroup(store);
    const { organisation, owner } = group;
    const host = await newMember(store, group, 'host');
    const { id: space } = await create(store, host, { organisation });
    const { id: other } = await create(store, owner, { organisation });
    await store.ask.spaces.addHost({ acting: by(owner), space: other, account: host });
    await store.ask.members.remove({ acting: by(host), organisation, account: host });
    expect(await store.ask.spaces.read({ acting: by(owner), space })).toMatchObject({ owner });
    expect(await store.ask.spaces.read({ acting: by(owner), space: other })).toMatchObject({ hosts: [] });
    await expect(store.ask.spaces.read({ acting: by(host), space })).rejects.toMatchObject({ code: 'notFound' });
    const give = (account: string) => store.ask.spaces.change({ acting: by(owner), space, owner: account });
    await expect(give(host)).rejects.toMatchObject({ code: 'conflict' });
  });
}

/** The rooms of the meetings in a space. */
export function openingCases(bench: Bench): void {
  const at = 1_790_000_000_000;
  const begin = (store: Store, slug: string, createdAt: number) =>
    store.ask.openings.begin({ slug, record: { id: `r-${newId()}`, hostKeyHash: 'ab', createdAt } });
  const empty = { ...firstSettings, keep: { chat: false, boards: false, slides: false } };

  it('[SA7] a meeting finds the room that the space keeps, or gets a new one when nothing is kept', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store);
    for (const settings of [firstSettings, empty]) {
      const { slug } = await create(store, owner, { organisation, settings });
      const first = await begin(store, slug, at);
      expect(first).toMatchObject({ sitting: 'begins', isFirst: true, title: 'The yard', organisation: 'The mill' });
      // Nobody came yet: the same room, and its settings are brought again.
      const again = { room: first.room, sitting: 'begins', isFirst: true };
      expect(await begin(store, slug, at + 900_000)).toMatchObject(again);
      await store.markRoom(first.room, undefined);
      expect(await begin(store, slug, at + 900_000)).toMatchObject({ room: first.room, sitting: 'goesOn' });
      await store.markRoom(first.room, at + 1_000_000);
      expect(await begin(store, slug, at + 1_060_000)).toMatchObject({ room: first.room, sitting: 'goesOn' });
      const next = await begin(store, slug, at + 2_000_000);
      expect(next.sitting).toBe('begins');
      expect(next.room === first.room).toBe(settings === firstSettings);
      expect(next.isFirst).toBe(settings !== firstSettings);
      // The sweep erases a room that the space has let go, and no other.
      const old = await store.roomsEmptySince(at + 9e9);
      expect(old.includes(first.room)).toBe(settings !== firstSettings);
      expect(old).not.toContain(next.room);
    }
  });

  it('[SA8] several people at once begin one meeting', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store);
    const { slug } = await create(store, owner, { organisation, settings: empty });
    const begun = await Promise.all(Array.from({ length: 8 }, () => begin(store, slug, at)));
    expect(new Set(begun.map(({ room }) => room)).size).toBe(1);
  });

  it('[SA11] a meeting has the limits of the tier at this moment; a suspended organisation begins none', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store);
    const { slug } = await create(store, owner, { organisation, settings: { ...firstSettings, people: 40 } });
    const unlimited = await begin(store, slug, at);
    expect(unlimited).not.toHaveProperty('minutes');
    expect(unlimited).toMatchObject({ people: 40 });
    const rule = (change: object) => store.ask.organisations.rule({ acting: operator, organisation, ...change });
    await rule({ tier: 'basic', agreed: { participants: 10 } });
    expect(await begin(store, slug, at)).toMatchObject({ minutes: 60, people: 10, tier: 'Basic user account' });
    await rule({ agreed: { sessionMinutes: 0 } });
    await expect(begin(store, slug, at)).rejects.toMatchObject({ met: { limit: 'sessionMinutes', most: 0 } });
    await rule({ suspended: true, agreed: {} });
    await expect(begin(store, slug, at)).rejects.toMatchObject({ code: 'forbidden', bound: 'suspended' });
  });

  it('[SA12] the rooms of a removed space are found by the sweep', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store);
    const { slug, id: space } = await create(store, owner, { organisation });
    const { room } = await begin(store, slug, at);
    expect(await store.ask.spaces.remove({ acting: by(owner), space })).toEqual([room]);
    expect(await store.roomsEmptySince(at + 9e9)).toContain(room);
    await expect(begin(store, slug, at)).rejects.toMatchObject({ code: 'notFound' });
  });
}
