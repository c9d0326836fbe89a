import { beforeEach, expect, it } from 'vitest';
import { limits } from '@plenum/shared/core/limits';
import { moderationLimits } from '@plenum/shared/features/moderation/limits';
import { media } from '@plenum/shared/features/media/contract';
import { entryMs, moderation } from '@plenum/shared/features/moderation/contract';
import { reduceModeration } from '@plenum/shared/features/moderation/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Client, World } from '../../../test/world.ts';

let world: World;
let ana: Client;
let mia: Client;
let ben: Client;
let gus: Client;

beforeEach(async () => {
  world = await World.create();
  ana = await world.join({ id: 'ana', name: 'Ana', role: 'host', person: 'person-ana' });
  mia = await world.join({ id: 'mia', name: 'Mia', role: 'moderator', person: 'person-mia' });
  ben = await world.join({ id: 'ben', name: 'Ben', role: 'participant', person: 'person-ben' });
  gus = await world.join({ id: 'gus', name: 'Gus', role: 'guest', person: 'person-gus' });
});

const forbidden = { ok: false, code: 'forbidden' };
const isHere = (id: string) => Object.hasOwn(ana.state(presence).members, id);
const noticesOf = (client: Client) =>
  client.frames.flatMap(({ name, payload }) => (name === 'moderation:notified' ? [payload] : []));
const logged = (event: string) => world.log.logOf('test-room').filter((entry) => entry.event === event);

it('[MO8] a changed role stays with the seat, also against an old ticket', async () => {
  await ana.ask(moderation, 'promote', { member: 'mia', role: 'participant' });
  await mia.ask(presence, 'leave', {});
  const back = await world.join({ ...mia.seat, standing: 'inside' });
  expect(ana.state(presence).members['mia']?.role).toBe('participant');
  expect(await back.ask(moderation, 'lock', { locks: {} })).toMatchObject(forbidden);
});

it('[MO10] by the policy, the presenter’s mark cannot be taken, is asked for, or is taken', async () => {
  expect(await ben.ask(moderation, 'takePresenter', {})).toMatchObject(forbidden);
  expect(await mia.ask(moderation, 'takePresenter', {})).toEqual({ ok: true, value: { asked: false } });
  expect(ben.state(moderation).presenter).toBe('mia');
  await mia.ask(moderation, 'setPresenterPolicy', { policy: 'ask' });
  expect(await ben.ask(moderation, 'takePresenter', {})).toEqual({ ok: true, value: { asked: true } });
  for (const client of [ana, mia]) {
    expect(noticesOf(client)).toEqual([{ what: 'presenterAsked', by: 'Ben', member: 'ben' }]);
  }
  expect([noticesOf(gus), ben.state(moderation).presenter]).toEqual([[], 'mia']);
  await ana.ask(moderation, 'refusePresenter', { member: 'ben' });
  expect(noticesOf(ben)).toEqual([{ what: 'presenterRefused', by: 'Ana' }]);
  await mia.ask(moderation, 'setPresenterPolicy', { policy: 'anyone' });
  await gus.ask(moderation, 'takePresenter', {});
  expect(ana.state(moderation).presenter).toBe('gus');
});

it('[MO10] asking is refused when no member may choose the presenter', async () => {
  await mia.ask(moderation, 'setPresenterPolicy', { policy: 'ask' });
  await mia.ask(presence, 'leave', {});
  await ana.ask(presence, 'leave', {});
  expect(await ben.ask(moderation, 'takePresenter', {})).toMatchObject({ ok: false, code: 'conflict' });
});

it('[MO11] muting reaches one, all, or all but the presenter; never a member above, and never the caller', async () => {
  await mia.ask(moderation, 'mute', { member: 'ben' });
  expect(ben.state(moderation).silenced['ben']).toMatchObject({ by: 'Mia' });
  expect(await mia.ask(moderation, 'mute', { member: 'ana' })).toMatchObject(forbidden);
  await mia.ask(moderation, 'muteAll', { sparePresenter: false });
  expect(logged('silenced').at(-1)?.payload).toEqual({ members: ['ben', 'gus'], by: 'Mia' });
  await mia.ask(moderation, 'present', { member: 'gus' });
  await ana.ask(moderation, 'muteAll', { sparePresenter: true });
  expect(logged('silenced').at(-1)?.payload).toEqual({ members: ['mia', 'ben'], by: 'Ana' });
  expect(await gus.ask(moderation, 'muteAll', { sparePresenter: false })).toMatchObject(forbidden);
});

it('[MO11] a moderator can only ask for unmuting', async () => {
  await mia.ask(moderation, 'askUnmute', { member: 'ben' });
  expect(noticesOf(ben)).toEqual([{ what: 'unmuteAsked', by: 'Mia' }]);
  expect(noticesOf(gus)).toEqual([]);
});

it('[MO20] members who join begin as the room says, also with a client that does not, and may change it at once', async () => {
  const room = await world.room();
  const starts = (member: string, source: 'mic' | 'camera', muted = false) =>
    room.tell(world.slices.media, { type: 'published', member, source, muted });
  const held = () => [...logged('silenced'), ...logged('camerasHeld')].map(({ payload }) => payload);
  expect(await ben.ask(moderation, 'setEntry', { muted: true, camerasOff: true })).toMatchObject(forbidden);
  await mia.ask(moderation, 'setEntry', { muted: true, camerasOff: true });
  expect(ana.state(moderation).deeds).toMatchObject([{ what: 'entry', by: 'Mia' }]);
  starts('ben', 'mic');
  const zoe = await world.join({ id: 'zoe', name: 'Zoe', role: 'participant' });
  const max = await world.join({ id: 'max', name: 'Max', role: 'moderator' });
  starts('max', 'mic');
  await max.ask(moderation, 'rename', { member: 'ben', name: 'Benjamin' });
  expect([held(), Object.keys(zoe.state(moderation).entered), max.state(moderation).entered]).toEqual([
    [],
    ['zoe'],
    {},
  ]);
  for (const source of ['mic', 'camera'] as const) starts('zoe', source);
  await max.ask(moderation, 'rename', { member: 'ben', name: 'Ben' });
  expect(held()).toEqual([{ members: ['zoe'], by: '' }, { member: 'zoe' }]);
  room.tell(world.slices.media, { type: 'unpublished', member: 'zoe', source: 'camera' });
  world.clock.advance(entryMs);
  starts('zoe', 'camera');
  await max.ask(moderation, 'setEntry', { muted: false, camerasOff: false });
  expect(held()).toHaveLength(2);
  await zoe.ask(presence, 'leave', {});
  expect(room.committed(moderation).entered).toEqual({});
});

it('[MO12] a member whose camera is stopped learns by whom, and moderators see the act', async () => {
  const room = await world.room();
  room.tell(world.slices.media, { type: 'published', member: 'ben', source: 'camera', muted: false });
  await mia.ask(media, 'stop', { member: 'ben', source: 'camera' });
  expect(noticesOf(ben)).toEqual([{ what: 'stopped', by: 'Mia', source: 'camera' }]);
  expect(noticesOf(gus)).toEqual([]);
  expect(ana.state(moderation).deeds).toMatchObject([{ what: 'stopped', by: 'Mia', about: 'Ben', detail: 'camera' }]);
  expect(room.find('ben')?.abilities).toContain('cameraShare');
});

it('[MO13] a moderator changes the name of a member, but not of a member above', async () => {
  await mia.ask(moderation, 'rename', { member: 'ben', name: 'Benjamin' });
  expect(gus.state(presence).members['ben']?.name).toBe('Benjamin');
  expect(noticesOf(ben)).toEqual([{ what: 'renamed', by: 'Mia' }]);
  expect(await mia.ask(moderation, 'rename', { member: 'ana', name: 'Anna' })).toMatchObject(forbidden);
});

it('[MO14] a removed member learns by whom; the old seat admits nobody, the link does', async () => {
  await mia.ask(moderation, 'remove', { member: 'ben', ban: false });
  expect([ben.closed, isHere('ben')]).toEqual(['removed', false]);
  expect(noticesOf(ben)).toEqual([{ what: 'removed', by: 'Mia' }]);
  await expect(world.join({ ...ben.seat, standing: 'inside' })).rejects.toMatchObject({ code: 'forbidden' });
  await world.start();
  await expect(world.join(ben.seat)).rejects.toMatchObject({ code: 'forbidden' });
  await world.join({ ...ben.seat, id: 'ben-2' });
  expect((await world.room()).find('ben-2')).toBeDefined();
});

it('[MO15] a ban applies to every seat of a person, until it is lifted', async () => {
  const second = await world.join({ id: 'ben-2', name: 'Benny', role: 'participant', person: 'person-ben' });
  await mia.ask(moderation, 'remove', { member: 'ben', ban: true });
  expect([ben.closed, second.closed]).toEqual(['removed', 'removed']);
  const again = { id: 'new', name: 'Somebody', role: 'host', person: 'person-ben' } as const;
  await expect(world.join(again)).rejects.toMatchObject({ code: 'forbidden' });
  expect(() => world.rooms).not.toThrow();
  const room = await world.room();
  expect(() => room.meet(again)).toThrow('removed');
  const [ban] = mia.state(moderation).bans;
  expect(ban).toMatchObject({ name: 'Ben', by: 'Mia' });
  expect(await ana.ask(moderation, 'pardon', { ban: ban?.id ?? '' })).toMatchObject({ ok: true });
  await world.join(again);
  expect(await ana.ask(moderation, 'pardon', { ban: ban?.id ?? '' })).toMatchObject({ code: 'notFound' });
});

it('[MO15] a ban survives a restart', async () => {
  await mia.ask(moderation, 'remove', { member: 'ben', ban: true });
  await world.start();
  await expect(world.join({ ...ben.seat, id: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
});

it('[MO16] members remove neither themselves nor a member above, on any seat of the person', async () => {
  expect(await ana.ask(moderation, 'remove', { member: 'ana', ban: true })).toMatchObject({ code: 'conflict' });
  expect(await mia.ask(moderation, 'remove', { member: 'ana', ban: false })).toMatchObject(forbidden);
  expect(await ben.ask(moderation, 'remove', { member: 'gus', ban: false })).toMatchObject(forbidden);
  await world.join({ id: 'ana-2', name: 'Ana', role: 'participant', person: 'person-ana' });
  expect(await mia.ask(moderation, 'remove', { member: 'ana-2', ban: true })).toMatchObject(forbidden);
  await world.join({ id: 'mia-2', name: 'Mia', role: 'guest', person: 'person-mia' });
  expect(await mia.ask(moderation, 'remove', { member: 'mia-2', ban: true })).toMatchObject({ code: 'conflict' });
  for (const member of ['nobody', '__proto__', 'constructor']) {
    expect(await ana.ask(moderation, 'remove', { member, ban: true }), member).toMatchObject({ code: 'notFound' });
  }
  await gus.ask(presence, 'leave', {});
  expect(await ana.ask(moderation, 'mute', { member: 'gus' })).toMatchObject({ code: 'notFound' });
  expect(isHere('ana-2')).toBe(true);
});

it('[MO17] removals and roles are kept as long as the old seat can be taken, and not longer', () => {
  const day = limits.seatSeconds * 1000;
  const step = day / 6_000;
  const initial = reduceModeration.initial;
  const behind = { ...initial.behind, removed: [{ member: 'from-before' }], roles: [] };
  let state: typeof initial = { ...initial, behind };
  for (let n = 0; n < 10_000; n += 1) {
    const meta = { seq: n, at: n * step };
    state = reduceModeration.reduce(state, 'removed', { member: `m${n}` }, meta);
    state = reduceModeration.reduce(state, 'promoted', { member: `r${n % 7_000}`, role: 'moderator' }, meta);
    state = reduceModeration.reduce(state, 'noted', { by: 'x', what: 'muted', at: 0 }, meta);
  }
  const { removed, roles } = state.behind;
  expect(removed.map(({ member }) => member).slice(0, 2)).toEqual(['from-before', 'm3999']);
  expect(removed).toHaveLength(6_002);
  expect(roles).toHaveLength(6_001);
  expect(new Set(roles.map(({ member }) => member)).size).toBe(6_001);
  expect(state.deeds).toHaveLength(moderationLimits.deedsKept);
});

it('[MO17] the records of people who left are bounded', () => {
  const many = Array.from({ length: limits.rememberedPeople }, (_, n) => ({ member: `m${n}`, at: 0 }));
  const full = { ...reduceModeration.initial, behind: { barred: [], removed: many, roles: [] } };
  const { behind } = reduceModeration.reduce(full, 'removed', { member: 'one-more' }, { seq: 1, at: 0 });
  expect(behind.removed).toHaveLength(limits.rememberedPeople);
  expect(behind.removed.at(-1)).toEqual({ member: 'one-more', at: 0 });
});

it('[MO14] a member in an old state, removed without a time, stays removed', () => {
  const { state } = moderation;
  const saved = {
    ...reduceModeration.initial,
    behind: { barred: [], removed: ['ben'], roles: [{ member: 'ana', role: 'host' }] },
  };
  const { behind } = state.parse(JSON.parse(JSON.stringify(saved)));
  expect(behind).toEqual({ barred: [], removed: [{ member: 'ben' }], roles: [{ member: 'ana', role: 'host' }] });
});

it('[MO17] a ban beyond the bound is refused, and removes nobody', async () => {
  for (let n = 0; n < moderationLimits.bansPerRoom; n += 1) {
    world.clock.advance(1_000);
    await world.join({ id: `m${n}`, name: `M${n}`, role: 'guest', person: `p${n}` });
    expect(await ana.ask(moderation, 'remove', { member: `m${n}`, ban: true })).toMatchObject({ ok: true });
  }
  expect(await ana.ask(moderation, 'remove', { member: 'ben', ban: true })).toMatchObject({ code: 'full' });
  expect(isHere('ben')).toBe(true);
  expect(await ana.ask(moderation, 'remove', { member: 'ben', ban: false })).toMatchObject({ ok: true });
});

it('[MO18] only moderators see who did what, while they are moderators', async () => {
  await mia.ask(moderation, 'lock', { locks: { cameras: true } });
  await mia.ask(moderation, 'remove', { member: 'gus', ban: true });
  const seen = (client: Client) => client.state(moderation).deeds.map(({ what }) => what);
  for (const client of [ana, mia]) expect(seen(client)).toEqual(['locked', 'banned']);
  expect([seen(ben), ben.state(moderation).bans]).toEqual([[], []]);
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  expect(seen(ben)).toEqual(['locked', 'banned', 'promoted']);
  expect(ben.state(moderation).bans).toHaveLength(1);
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'participant' });
  expect([seen(ben), ben.state(moderation).bans]).toEqual([[], []]);
  for (const client of [ana, mia, ben]) {
    expect(JSON.stringify([client.states, client.frames])).not.toContain('person-');
    const believed = structuredClone(client.states);
    expect(await world.freshView(client)).toEqual(believed);
  }
});

it('[MO19] the meeting ends for all, who learn by whom, and is over until a host is back', async () => {
  expect(await mia.ask(moderation, 'end', {})).toMatchObject(forbidden);
  await ana.ask(moderation, 'end', {});
  for (const client of [ana, mia, ben, gus]) {
    expect(client.closed).toBe('removed');
    expect(client.state(moderation).ended).toMatchObject({ by: 'Ana' });
  }
  const room = await world.room();
  expect([room.people, room.door]).toEqual([0, 'ended']);
  await expect(world.join(ben.seat)).rejects.toMatchObject({ code: 'closed' });
  await world.join(ana.seat);
  expect(room.door).toBe('open');
  await world.join({ ...ben.seat, id: 'ben-2' });
});
