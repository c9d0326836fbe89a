import { beforeEach, expect, it } from 'vitest';
import type { Ability } from '@plenum/shared/core/abilities';
import { abilities, abilitiesOfPresenter, abilitiesOfRole, lockedAbility } from '@plenum/shared/features/abilities';
import { allUnlocked, moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';

const bannedOf = (client: Client) => client.state(moderation).bans.map(({ id }) => id);

keepsTheLaw(
  moderation,
  {
    lock: { locks: { cameras: true, publicChat: true }, lockOnJoin: false },
    exempt: { member: 'ben', unlocked: true },
    grant: { member: 'ben', ability: 'pollCreate', grant: 'given' },
    promote: { member: 'ben', role: 'moderator' },
    present: { member: 'ben' },
    takePresenter: {},
    refusePresenter: { member: 'ben' },
    setPresenterPolicy: { policy: 'ask' },
    setEntry: { muted: true, camerasOff: false },
    mute: { member: 'ben' },
    muteAll: { sparePresenter: false },
    askUnmute: { member: 'ben' },
    rename: { member: 'ben', name: 'Benjamin' },
    remove: { member: 'ben', ban: true },
    pardon: { ban: 'known when somebody is banned' },
    end: {},
  },
  async ({ world, asker }) => {
    await world.enter('Dan');
    await asker.ask(moderation, 'remove', { member: 'dan', ban: true });
    return { pardon: { ban: bannedOf(asker)[0] } };
  },
);

let world: World;
let ana: Client;
let mia: Client;
let ben: Client;
let gus: Client;

beforeEach(async () => {
  world = await World.create();
  ana = await world.enter('Ana', 'host');
  mia = await world.enter('Mia', 'moderator');
  ben = await world.enter('Ben');
  gus = await world.enter('Gus', 'guest');
});

async function may(client: Client): Promise<readonly Ability[]> {
  return (await world.room()).find(client.seat.id)?.abilities ?? [];
}

it('[MO1] locks apply to participants and guests, to all of them at once', async () => {
  for (const [lock, ability] of lockedAbility) {
    expect(await mia.ask(moderation, 'lock', { locks: { [lock]: true } })).toMatchObject({ ok: true });
    for (const client of [ben, gus]) expect(await may(client), lock).not.toContain(ability);
    expect(await may(mia)).toEqual(abilitiesOfRole.moderator);
    expect(await may(ana)).toEqual(abilities);
  }
  await mia.ask(moderation, 'lock', { locks: allUnlocked });
  expect([...(await may(gus))].sort()).toEqual([...abilitiesOfRole.guest].sort());
});

it('[MO1] a lock that is on already makes no event', async () => {
  await mia.ask(moderation, 'lock', { locks: { cameras: true } });
  const heard = ben.frames.length;
  await ana.ask(moderation, 'lock', { locks: { cameras: true } });
  expect(ben.frames).toHaveLength(heard);
});

it('[MO2] one person can be freed from the locks, and put under them again', async () => {
  await mia.ask(moderation, 'lock', { locks: { microphones: true } });
  await mia.ask(moderation, 'exempt', { member: 'ben', unlocked: true });
  expect(await may(ben)).toContain('micShare');
  expect(await may(gus)).not.toContain('micShare');
  await mia.ask(moderation, 'exempt', { member: 'ben', unlocked: false });
  expect(await may(ben)).not.toContain('micShare');
});

it('[MO3] lock-on-join decides for members who come later', async () => {
  await mia.ask(moderation, 'lock', { locks: { cameras: true }, lockOnJoin: false });
  const late = await world.enter('Late');
  expect(await may(late)).toContain('cameraShare');
  expect(await may(ben)).not.toContain('cameraShare');
  await mia.ask(moderation, 'lock', { locks: {}, lockOnJoin: true });
  expect(await may(await world.enter('Later'))).not.toContain('cameraShare');
});

it('[MO4] a right given or taken by hand counts more than role and locks', async () => {
  await mia.ask(moderation, 'grant', { member: 'gus', ability: 'pollVote', grant: 'given' });
  await mia.ask(moderation, 'grant', { member: 'ben', ability: 'chatSend', grant: 'given' });
  await mia.ask(moderation, 'lock', { locks: { publicChat: true } });
  expect(await may(gus)).toContain('pollVote');
  expect(await may(ben)).toContain('chatSend');
  await mia.ask(moderation, 'grant', { member: 'ben', ability: 'chatSend', grant: 'taken' });
  await mia.ask(moderation, 'lock', { locks: { publicChat: false } });
  expect(await may(ben)).not.toContain('chatSend');
  await mia.ask(moderation, 'grant', { member: 'ben', ability: 'chatSend' });
  expect(await may(ben)).toContain('chatSend');
  expect(ana.state(moderation).grants).toEqual({ gus: { pollVote: 'given' } });
});

it('[MO5] members give and take only rights that they have, and none of a member above them', async () => {
  await ana.ask(moderation, 'grant', { member: 'ben', ability: 'memberManage', grant: 'given' });
  const forbidden = { ok: false, code: 'forbidden' };
  expect(await ben.ask(moderation, 'grant', { member: 'ben', ability: 'roleManage', grant: 'given' })).toMatchObject(
    forbidden,
  );
  expect(await mia.ask(moderation, 'grant', { member: 'gus', ability: 'roomManage', grant: 'given' })).toMatchObject(
    forbidden,
  );
  expect(await mia.ask(moderation, 'grant', { member: 'ana', ability: 'chatSend', grant: 'taken' })).toMatchObject(
    forbidden,
  );
  expect(await gus.ask(moderation, 'grant', { member: 'gus', ability: 'pollVote', grant: 'given' })).toMatchObject(
    forbidden,
  );
  expect(await may(ana)).toEqual(abilities);
});

it('[MO6] members raise roles up to their own, and lower those of people not above them', async () => {
  expect(await mia.ask(moderation, 'promote', { member: 'ben', role: 'moderator' })).toMatchObject({ ok: true });
  expect(gus.state(presence).members['ben']?.role).toBe('moderator');
  const forbidden = { ok: false, code: 'forbidden' };
  expect(await ben.ask(moderation, 'promote', { member: 'ben', role: 'host' })).toMatchObject(forbidden);
  expect(await ben.ask(moderation, 'promote', { member: 'ana', role: 'guest' })).toMatchObject(forbidden);
  expect(await gus.ask(moderation, 'promote', { member: 'gus', role: 'participant' })).toMatchObject(forbidden);
});

it('[MO6] the last host stays host', async () => {
  const conflict = { ok: false, code: 'conflict' };
  expect(await ana.ask(moderation, 'promote', { member: 'ana', role: 'guest' })).toMatchObject(conflict);
  expect(await ana.ask(moderation, 'grant', { member: 'ana', ability: 'roleManage', grant: 'taken' })).toMatchObject(
    conflict,
  );
  await ana.ask(moderation, 'promote', { member: 'mia', role: 'host' });
  expect(await ana.ask(moderation, 'promote', { member: 'ana', role: 'guest' })).toMatchObject({ ok: true });
  expect([...(await may(ana))].sort()).toEqual(
    [...new Set([...abilitiesOfRole.guest, ...abilitiesOfPresenter])].sort(),
  );
});

it('[MO7] one presenter or none; the first host or moderator is the presenter', async () => {
  expect(ben.state(moderation).presenter).toBe('ana');
  await mia.ask(moderation, 'present', { member: 'gus' });
  for (const client of [ana, gus]) expect(client.state(moderation).presenter).toBe('gus');
  expect(await may(gus)).toEqual(expect.arrayContaining([...abilitiesOfPresenter]));
  await mia.ask(moderation, 'present', {});
  expect(gus.state(moderation)).not.toHaveProperty('presenter');
  expect(await may(gus)).not.toContain('slideShow');
  expect(await mia.ask(moderation, 'present', { member: 'nobody' })).toMatchObject({ ok: false, code: 'notFound' });
});

it('[MO8] a member who leaves loses mark, grants and freedom; a member with a lost line keeps them', async () => {
  await mia.ask(moderation, 'present', { member: 'ben' });
  await mia.ask(moderation, 'grant', { member: 'ben', ability: 'pollVote', grant: 'taken' });
  await mia.ask(moderation, 'exempt', { member: 'ben', unlocked: true });
  (await world.room()).lost('ben', ben);
  await expect.poll(() => ana.state(presence).members['ben']?.online).toBe(false);
  expect(ana.state(moderation).presenter).toBe('ben');
  world.clock.advance(60_000);
  await expect.poll(() => ana.state(moderation).presenter).toBeUndefined();
  expect(ana.state(moderation)).toMatchObject({ locks: allUnlocked, lockOnJoin: true, unlocked: {}, grants: {} });
});

it('[MO9] all of it survives a restart', async () => {
  await mia.ask(moderation, 'lock', { locks: { screens: true }, lockOnJoin: false });
  await mia.ask(moderation, 'grant', { member: 'gus', ability: 'pollVote', grant: 'given' });
  await mia.ask(moderation, 'promote', { member: 'gus', role: 'participant' });
  const before = structuredClone(ana.state(moderation));
  await world.start();
  const again = await world.enter('Ana', 'host');
  expect(again.state(moderation)).toEqual(before);
  expect(again.state(presence).members['gus']?.role).toBe('participant');
});
