import { firstTiers } from '@plenum/shared/api/tier/limits';
import { scopes } from '@plenum/shared/core/asker';
import { LimitMet } from '@plenum/shared/core/errors';
import { expect, it } from 'vitest';
import type { Bench } from './Bench.ts';
import { by, invitationOf, newGroup, newId, newMember, operator, throughAtOnce } from './directory.ts';

/** Tiers and their limits. */
export function tierCases(bench: Bench): void {
  it('[TR1] a new server has the published table', async () => {
    const { ask } = await bench.store();
    const published = firstTiers.map((tier, order) => ({ ...tier, order }));
    const stored = await ask.tiers.list();
    expect(stored.filter(({ id }) => published.some((tier) => tier.id === id))).toEqual(published);
  });

  it('[TR2] a tier in use is not removed; another one is', async () => {
    const { ask } = await bench.store();
    const id = `t-${newId()}`;
    const { id: _free, ...free } = { ...firstTiers[0], order: 9 };
    await ask.tiers.set({ acting: operator, tier: { id, ...free } });
    const organisation = newId();
    await ask.organisations.create({ acting: operator, id: organisation, name: 'x', tier: id });
    const remove = () => ask.tiers.remove({ acting: operator, tier: id });
    await expect(remove()).rejects.toMatchObject({ code: 'conflict' });
    await ask.organisations.rule({ acting: operator, organisation, tier: 'micro' });
    await remove();
    await expect(remove()).rejects.toMatchObject({ code: 'notFound' });
    await expect(
      ask.organisations.create({ acting: operator, id: newId(), name: 'x', tier: id }),
    ).rejects.toMatchObject({ code: 'notFound' });
  });

  it('[TR3] nothing is allowed before it is agreed on, and then what was agreed', async () => {
    const store = await bench.store();
    const group = await newGroup(store, 'large');
    await expect(newMember(store, group, 'host')).rejects.toBeInstanceOf(LimitMet);
    const { organisation } = group;
    await store.ask.organisations.rule({ acting: operator, organisation, agreed: { hostAccounts: 2 } });
    await newMember(store, group, 'host');
    await expect(newMember(store, group, 'host')).rejects.toBeInstanceOf(LimitMet);
  });

  it('[TR4] of two requests at once for the last host account, exactly one gets through', async () => {
    const store = await bench.store();
    for (let round = 0; round < 10; round += 1) {
      const group = await newGroup(store, 'micro');
      const accounts = [await newMember(store, group), await newMember(store, group)];
      const promote = (account: string) => () =>
        store.ask.members.change({ ...group, acting: by(group.owner), account, role: 'host' });
      expect(await throughAtOnce(accounts.map(promote))).toBe(1);
      const { hostAccounts } = await store.ask.organisations.read({ ...group, acting: by(group.owner) });
      expect(hostAccounts).toBe(2);
    }
  });

  it('[TR5] a refusal has the limit, its value, whose it is and what can be done', async () => {
    const store = await bench.store();
    const group = await newGroup(store, 'individual');
    await expect(newMember(store, group, 'admin')).rejects.toMatchObject({
      code: 'full',
      bound: 'hostAccounts',
      met: {
        limit: 'hostAccounts',
        most: 1,
        whose: 'The mill',
        tier: 'Individual host',
        remedies: ['removeOne', 'changeTier'],
      },
    });
  });

  it('[TR6] a lower tier leaves what is there, and refuses the next', async () => {
    const store = await bench.store();
    const group = await newGroup(store, 'small');
    for (let count = 0; count < 3; count += 1) await newMember(store, group, 'host');
    await store.ask.organisations.rule({ ...group, acting: operator, tier: 'micro' });
    expect(await store.ask.organisations.read({ ...group, acting: operator })).toMatchObject({ hostAccounts: 4 });
    await expect(newMember(store, group, 'host')).rejects.toBeInstanceOf(LimitMet);
  });
}

/** Members of organisations. */
export function memberCases(bench: Bench): void {
  it('[OR1] an organisation has its first owner whatever the tier allows, and an own one is made once', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store, 'basic');
    const read = await store.ask.organisations.read({ acting: by(owner), organisation });
    expect(read).toMatchObject({ hostAccounts: 1, role: 'owner' });
  });

  it('[OR2] admins manage hosts and members, owners also admins', async () => {
    const store = await bench.store();
    const group = await newGroup(store);
    const { organisation, owner } = group;
    const admin = await newMember(store, group, 'admin');
    const account = await newMember(store, group);
    const change = (acting: string, role: 'owner' | 'admin' | 'host' | 'member', whom = account) =>
      store.ask.members.change({ acting: by(acting), organisation, account: whom, role });
    await change(admin, 'host');
    await expect(change(admin, 'admin')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change(admin, 'owner', admin)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change(admin, 'member', owner)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change(account, 'admin')).rejects.toMatchObject({ code: 'forbidden' });
    const invite = store.ask.invitations.create({
      acting: by(admin),
      row: invitationOf(organisation, 'x@example.org', 'owner').row,
    });
    await expect(invite).rejects.toMatchObject({ code: 'forbidden' });
    await change(owner, 'admin');
  });

  it('[OR3] the last owner stays, also when two owners leave at once', async () => {
    const store = await bench.store();
    for (let round = 0; round < 5; round += 1) {
      const group = await newGroup(store);
      const { organisation, owner } = group;
      const leave = (account: string) => store.ask.members.remove({ acting: by(account), organisation, account });
      await expect(leave(owner)).rejects.toMatchObject({ code: 'conflict' });
      const other = await newMember(store, group, 'owner');
      const left = await Promise.allSettled([owner, other].map(leave));
      expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('[OR7] an organisation of others looks like none', async () => {
    const store = await bench.store();
    const { organisation } = await newGroup(store);
    const ask = (id: string) =>
      store.ask.organisations.read({ acting: by('stranger'), organisation: id }).catch(String);
    expect(await ask(organisation)).toBe(await ask('no-such-one'));
  });
}

/** Invitations to organisations. */
export function invitationCases(bench: Bench): void {
  it('[OR5] an invitation works once, for its address, when it is proven, and in time', async () => {
    const store = await bench.store();
    const { organisation, owner } = await newGroup(store);
    const invite = async (email: string, expiresAt?: number) => {
      const made = invitationOf(organisation, email, 'member', expiresAt);
      await store.ask.invitations.create({ acting: by(owner), row: made.row });
      return { tokenHash: made.token_hash, id: made.row.id };
    };
    const zoe = newId();
    const { tokenHash } = await invite(`${zoe}@example.org`);
    const accept = (account: string, hash: string, more?: Parameters<typeof by>[1]) =>
      store.ask.invitations.accept({ acting: by(account, more), tokenHash: hash });
    await expect(accept('thief', tokenHash)).rejects.toMatchObject({ code: 'forbidden', bound: 'address' });
    const unproven = { email: `${zoe}@example.org`, verified: false };
    await expect(accept('thief', tokenHash, unproven)).rejects.toMatchObject({ code: 'forbidden', bound: 'verify' });
    const both = await Promise.allSettled([accept(zoe, tokenHash), accept(zoe, tokenHash)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(accept(zoe, tokenHash)).rejects.toMatchObject({ code: 'notFound' });
    const waits = (email: string) => store.ask.invitations.waitsFor({ email, at: by(owner).at });
    expect([await waits(`${zoe}@example.org`), await waits('nobody@example.org')]).toEqual([false, false]);
    const late = await invite('late@example.org', 5);
    await expect(accept('late', late.tokenHash)).rejects.toMatchObject({ code: 'notFound' });
    const revoked = await invite('revoked@example.org');
    expect(await waits('Revoked@example.org')).toBe(true);
    await store.ask.invitations.revoke({ acting: by(owner), organisation, id: revoked.id });
    expect([await waits('revoked@example.org'), await waits('late@example.org')]).toEqual([false, false]);
    await expect(accept('revoked', revoked.tokenHash)).rejects.toMatchObject({ code: 'notFound' });
    // A second invitation of an address replaces the first.
    const first = await invite('twice@example.org');
    await invite('twice@example.org');
    await expect(accept('twice', first.tokenHash)).rejects.toMatchObject({ code: 'notFound' });
  });
}

/** API keys, and the audit. */
export function keyCases(bench: Bench): void {
  it('[OR6] a key stands in its organisation with its scopes, until it ends or is revoked', async () => {
    const store = await bench.store();
    const group = await newGroup(store);
    const { organisation, owner } = group;
    const key = { organisation, name: 'x', hash: 'h', created_at: 1, expires_at: null };
    const create = async (row: { id: string; expires_at?: number; scopes: string }) => {
      await store.ask.apiKeys.create({ acting: by(owner), row: { ...key, ...row } });
      return { asker: { is: 'key', key: row.id, organisation } as const, from: '', at: by(owner).at };
    };
    const all = await create({ id: newId(), scopes: JSON.stringify(scopes) });
    expect(await store.ask.organisations.read({ acting: all, organisation })).not.toHaveProperty('role');
    await expect(
      store.ask.members.change({ acting: all, organisation, account: owner, role: 'member' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const some = await create({ id: newId(), scopes: '["spaceRead"]' });
    await expect(store.ask.organisations.read({ acting: some, organisation })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const old = await create({ id: newId(), scopes: JSON.stringify(scopes), expires_at: 5 });
    await expect(store.ask.organisations.read({ acting: old, organisation })).rejects.toMatchObject({
      code: 'notFound',
    });
    const other = await newGroup(store);
    await expect(store.ask.organisations.read({ acting: all, organisation: other.organisation })).rejects.toMatchObject(
      { code: 'notFound' },
    );
    await store.ask.apiKeys.revoke({ acting: by(owner), organisation, id: all.asker.key });
    await expect(store.ask.organisations.read({ acting: all, organisation })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('[OR8] each change is a row with its network, which is forgotten after 14 days; a refused one is none', async () => {
    const store = await bench.store();
    const group = await newGroup(store);
    const { organisation, owner } = group;
    const account = await newMember(store, group);
    await store.ask.organisations.change({ acting: by(owner), organisation, name: 'The windmill' });
    await store.ask.members.remove({ acting: by(account), organisation, account });
    await expect(
      store.ask.organisations.change({ acting: by(account), organisation, name: 'Mine' }),
    ).rejects.toMatchObject({ code: 'notFound' });
    const page = async () => (await store.ask.audit.page({ acting: by(owner), organisation })).rows;
    const rows = await page();
    expect(rows.map(({ what }) => what).sort()).toEqual([
      'organisation:acceptInvitation',
      'organisation:acceptInvitation',
      'organisation:change',
      'organisation:create',
      'organisation:invite',
      'organisation:invite',
      'organisation:removeMember',
    ]);
    expect(rows.every(({ network }) => network === '192.0.2.0/24')).toBe(true);
    expect(JSON.stringify(rows)).not.toMatch(/windmill|example\.org/);
    await store.ask.audit.forgetNetworks({ now: by(owner).at + 15 * 24 * 3_600_000 });
    expect((await page()).every(({ network }) => network === '')).toBe(true);
    await expect(store.ask.audit.page({ acting: by(account), organisation })).rejects.toMatchObject({
      code: 'notFound',
    });
  });
}
