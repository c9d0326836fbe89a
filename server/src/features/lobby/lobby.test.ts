import { beforeEach, expect, it } from 'vitest';
import { limits } from '@plenum/shared/core/limits';
import { chat } from '@plenum/shared/features/chat/contract';
import { lobby, type LobbyPolicy } from '@plenum/shared/features/lobby/contract';
import { reduceLobby } from '@plenum/shared/features/lobby/reduce';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { Comer } from '../../room/serve.ts';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';

keepsTheLaw(
  lobby,
  {
    setPolicy: { policy: 'closed' },
    tellAll: { words: 'We begin at nine.' },
    tell: { member: 'wes', words: 'One moment.' },
    admit: { member: 'wes', as: 'guest', remember: true },
    admitAll: { as: 'participant' },
    deny: { member: 'wes', words: 'Not today.', remember: true },
    forget: {},
    look: {},
    leave: {},
  },
  async ({ world, asker }) => {
    await asker.ask(lobby, 'setPolicy', { policy: 'ask' });
    await knock(world, 'Wes');
    await knock(world, 'Vic');
    await asker.ask(lobby, 'deny', { member: 'vic', words: '', remember: true });
  },
);

function knock(world: World, name: string, more: Partial<Pick<Comer, 'standing' | 'person' | 'origin'>> = {}) {
  const id = name.toLowerCase();
  return world.join({ id, name, role: 'participant', person: `person-${id}`, ...more });
}

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
});

async function setPolicy(policy: LobbyPolicy): Promise<void> {
  expect(await ana.ask(lobby, 'setPolicy', { policy })).toMatchObject({ ok: true });
}

const isInside = (id: string) => Object.hasOwn(ana.state(presence).members, id);

it('[LO1] the policy decides whom the bare link admits', async () => {
  await knock(world, 'Open');
  expect(isInside('open')).toBe(true);
  for (const policy of ['ask', 'members'] as const) {
    await setPolicy(policy);
    await knock(world, `Waits-${policy}`);
    expect(isInside(`waits-${policy}`)).toBe(false);
  }
  await setPolicy('closed');
  await expect(knock(world, 'Closed')).rejects.toMatchObject({ code: 'forbidden' });
  expect(ben.state(lobby).policy).toBe('closed');
  expect((await world.room()).door).toBe('closed');
  for (const role of ['host', 'moderator'] as const) await world.enter(`A-${role}`, role);
  await knock(world, 'Back', { standing: 'inside' });
  expect(['a-host', 'a-moderator', 'back'].map(isInside)).toEqual([true, true, true]);
});

it('[LO2] a member’s key admits only where the policy admits members', async () => {
  await setPolicy('members');
  await knock(world, 'Mem', { standing: 'member' });
  expect(isInside('mem')).toBe(true);
  await setPolicy('ask');
  await knock(world, 'Also', { standing: 'member' });
  expect(isInside('also')).toBe(false);
});

it('[LO3] outside, a person sees only their own place and the words, and nothing of the meeting', async () => {
  await setPolicy('ask');
  await knock(world, 'Vic');
  const wes = await knock(world, 'Wes');
  await ana.ask(lobby, 'tellAll', { words: 'We begin at nine.' });
  await ana.ask(lobby, 'tell', { member: 'wes', words: 'Your table is ready.' });
  await ana.ask(lobby, 'tell', { member: 'vic', words: 'Not for Wes.' });
  await ben.ask(chat, 'send', { text: 'secret' });
  expect(Object.keys(wes.states)).toEqual(['lobby']);
  expect(Object.keys(wes.state(lobby).waiting)).toEqual(['wes']);
  expect(wes.state(lobby)).toMatchObject({
    words: 'We begin at nine.',
    waiting: { wes: { words: 'Your table is ready.' } },
  });
  expect(await wes.ask(lobby, 'look', {})).toEqual({ ok: true, value: { place: 2, of: 2 } });
  await ana.ask(lobby, 'admit', { member: 'vic', as: 'guest', remember: false });
  expect(wes.frames.at(-1)).toMatchObject({ name: 'lobby:placed', payload: { place: 1, of: 1 } });
  expect(wes.heard.filter((name) => !name.startsWith('lobby:'))).toEqual([]);
  expect(JSON.stringify(wes.frames)).not.toContain('Not for Wes');
  const believed = structuredClone(wes.states);
  expect((await world.join(wes.seat)).states).toEqual(believed);
});

it('[LO4] outside, a person can use only commands that concern the waiting', async () => {
  await setPolicy('ask');
  const wes = await knock(world, 'Wes');
  const room = await world.room();
  for (const [name, input] of [
    ['chat:send', { text: 'x' }],
    ['presence:rename', { name: 'x' }],
    ['presence:leave', {}],
    ['media:ticket', {}],
    ['moderation:takePresenter', {}],
    ['lobby:admit', { member: 'wes', as: 'participant', remember: false }],
    ['lobby:setPolicy', { policy: 'open' }],
  ] as const) {
    expect(await wes.askRaw(name, input), name).toMatchObject({ ok: false, code: 'forbidden' });
  }
  expect(room.find('wes')).toBeUndefined();
  expect(await wes.ask(lobby, 'leave', {})).toMatchObject({ ok: true });
  expect(wes.closed).toBe('removed');
});

it('[LO5] only members who may let people in see who waits, and only while they may', async () => {
  await setPolicy('ask');
  await knock(world, 'Wes');
  const seen = () => Object.keys(ben.state(lobby).waiting);
  expect([Object.keys(ana.state(lobby).waiting), seen()]).toEqual([['wes'], []]);
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  expect(seen()).toEqual(['wes']);
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'participant' });
  expect(seen()).toEqual([]);
  await knock(world, 'Vic');
  expect(JSON.stringify(ben.states)).not.toContain('Vic');
  const believed = structuredClone(ben.states);
  expect(await world.freshView(ben)).toEqual(believed);
});

it('[LO6] a person who is let in is in the meeting on the same line', async () => {
  await setPolicy('ask');
  const wes = await knock(world, 'Wes');
  await ana.ask(lobby, 'admit', { member: 'wes', as: 'guest', remember: false });
  expect(ana.state(presence).members['wes']).toMatchObject({ name: 'Wes', role: 'guest', online: true });
  expect(wes.closed).toBeUndefined();
  await ben.ask(chat, 'send', { text: 'welcome' });
  expect(wes.heard).toContain('chat:sent');
  expect(await wes.ask(chat, 'send', { text: 'thanks' })).toMatchObject({ ok: true });
  const believed = structuredClone(wes.states);
  expect(await world.freshView(wes)).toEqual(believed);
});

it('[LO6] all can be let in at once', async () => {
  await setPolicy('ask');
  for (const name of ['One', 'Two', 'Three']) await knock(world, name);
  await ana.ask(lobby, 'admitAll', { as: 'participant' });
  expect(['one', 'two', 'three'].map(isInside)).toEqual([true, true, true]);
  expect(ana.state(moderation).deeds.at(-1)).toMatchObject({ what: 'admittedAll', by: 'Ana' });
});

it('[LO7] a person who is turned away gets the words and is not inside', async () => {
  await setPolicy('ask');
  const wes = await knock(world, 'Wes');
  await ana.ask(lobby, 'deny', { member: 'wes', words: 'Come tomorrow.', remember: false });
  expect(wes.frames.at(-1)).toMatchObject({
    name: 'lobby:refused',
    payload: { by: 'Ana', words: 'Come tomorrow.' },
  });
  expect([wes.closed, isInside('wes')]).toEqual(['removed', false]);
  expect(await ana.ask(lobby, 'admit', { member: 'wes', as: 'guest', remember: false })).toMatchObject({
    code: 'notFound',
  });
});

it('[LO8] a new policy also applies to people who wait already', async () => {
  await setPolicy('ask');
  await knock(world, 'Mem', { standing: 'member' });
  await knock(world, 'Wes');
  await setPolicy('members');
  expect(['mem', 'wes'].map(isInside)).toEqual([true, false]);
  await setPolicy('open');
  expect(isInside('wes')).toBe(true);
  await setPolicy('ask');
  const vic = await knock(world, 'Vic');
  await setPolicy('closed');
  expect([vic.closed, isInside('vic')]).toEqual(['removed', false]);
});

it('[LO9] a moderator is not asked again about a remembered person', async () => {
  await setPolicy('ask');
  await knock(world, 'Wes');
  await ana.ask(lobby, 'admit', { member: 'wes', as: 'guest', remember: true });
  await world.join({ id: 'wes-2', name: 'Wes', role: 'participant', person: 'person-wes' });
  expect(ana.state(presence).members['wes-2']).toMatchObject({ role: 'guest' });
  await knock(world, 'Vic');
  await ana.ask(lobby, 'deny', { member: 'vic', words: '', remember: true });
  await expect(knock(world, 'Vic')).rejects.toMatchObject({ code: 'forbidden' });
  expect(ana.state(lobby).rememberedCount).toBe(2);
  await ana.ask(lobby, 'forget', {});
  expect(ana.state(lobby).rememberedCount).toBe(0);
  await knock(world, 'Vic');
  expect(Object.keys(ana.state(lobby).waiting)).toEqual(['vic']);
});

it('[LO10] a lost line keeps its place for the grace period, and a restart keeps the queue', async () => {
  await setPolicy('ask');
  const wes = await knock(world, 'Wes');
  await knock(world, 'Vic');
  const room = await world.room();
  room.lost('wes', wes);
  await expect.poll(() => ana.state(lobby).waiting['wes']?.online).toBe(false);
  const back = await world.join(wes.seat);
  expect(await back.ask(lobby, 'look', {})).toMatchObject({ value: { place: 1, of: 2 } });
  await world.start();
  const again = await world.enter('Ana', 'host');
  expect(Object.keys(again.state(lobby).waiting)).toEqual(['wes', 'vic']);
  await world.join(wes.seat);
  world.clock.advance(60_000);
  await expect.poll(() => Object.keys(again.state(lobby).waiting)).toEqual(['wes']);
});

it('[LO11] a person who is banned while waiting is turned away, and no member gets the identity', async () => {
  const two = await world.join({ id: 'two', name: 'Two', role: 'participant', person: 'person-wes' });
  await setPolicy('ask');
  const wes = await knock(world, 'Wes');
  await ana.ask(moderation, 'remove', { member: 'two', ban: true });
  expect([two.closed, wes.closed]).toEqual(['removed', 'removed']);
  for (const client of [ana, ben, wes, two]) {
    expect(JSON.stringify([client.states, client.frames])).not.toContain('person-');
  }
});

it('[LO12] the number of remembered people has a bound', () => {
  const many = Array.from({ length: limits.rememberedPeople }, (_, n) => ({ person: `p${n}`, as: 'guest' as const }));
  let state: typeof reduceLobby.initial = { ...reduceLobby.initial, remembered: many };
  for (let n = limits.rememberedPeople; n < limits.rememberedPeople + 10; n += 1) {
    state = reduceLobby.reduce(state, 'remembered', { person: `p${n}`, as: 'guest' }, { seq: n, at: 0 });
  }
  expect(state.remembered).toHaveLength(limits.rememberedPeople);
  expect(state.remembered[0]).toEqual({ person: 'p10', as: 'guest' });
});

/** Strangers who wait, each from a different address unless one is given. */
async function queue(count: number, origin?: string): Promise<Client[]> {
  const all: Client[] = [];
  for (let n = 1; n <= count; n += 1) {
    all.push(await knock(world, `W${n}`, { origin: origin ?? `address-${n}` }));
  }
  return all;
}

async function restart(bounds: Partial<World['bounds']>): Promise<void> {
  world.bounds = { ...world.bounds, ...bounds };
  await world.start();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
}

const waitingOf = (client: Client) => Object.keys(client.state(lobby).waiting);

it('[LO13] waiting takes no seat', async () => {
  await restart({ roomPeople: 3 });
  await setPolicy('ask');
  await queue(10);
  await knock(world, 'Back', { standing: 'inside' });
  expect(isInside('back')).toBe(true);
});

it('[LO13] a person who is let in needs a seat, and keeps waiting without one', async () => {
  await restart({ roomPeople: 4 });
  await setPolicy('ask');
  await queue(4);
  await ana.ask(lobby, 'admitAll', { as: 'participant' });
  expect(waitingOf(ana)).toEqual(['w3', 'w4']);
  for (const [command, input] of [
    ['admitAll', { as: 'guest' }],
    ['admit', { member: 'w3', as: 'guest', remember: true }],
  ] as const) {
    expect(await ana.askRaw(`lobby:${command}`, input)).toMatchObject({ ok: false, code: 'full', bound: 'seat' });
  }
  expect(ana.state(lobby).rememberedCount).toBe(0);
  await setPolicy('open');
  expect(waitingOf(ana)).toEqual(['w3', 'w4']);
  await ana.ask(moderation, 'remove', { member: 'w1', ban: false });
  expect(await ana.ask(lobby, 'admit', { member: 'w3', as: 'guest', remember: false })).toMatchObject({ ok: true });
});

it('[LO14] a full queue refuses, and drops a person with a lost line first', async () => {
  await restart({ roomWaiting: 3 });
  await setPolicy('ask');
  const [, second] = await queue(3);
  await expect(knock(world, 'Next')).rejects.toMatchObject({ code: 'full', bound: 'waiting' });
  if (second) (await world.room()).lost('w2', second);
  await knock(world, 'Next');
  expect(waitingOf(ana)).toEqual(['w1', 'w3', 'next']);
});

it('[LO14] one browser has at most three places in the queue', async () => {
  await setPolicy('ask');
  for (const name of ['A', 'B', 'C']) await knock(world, name, { person: 'same' });
  await expect(knock(world, 'D', { person: 'same' })).rejects.toMatchObject({ code: 'full', bound: 'windows' });
  await knock(world, 'E', { person: 'other' });
});

it('[LO14] one address has a bound in the queue, and its lost lines are dropped first', async () => {
  await restart({ addressWaiting: 2 });
  await setPolicy('ask');
  const other = await knock(world, 'Other', { origin: 'there' });
  const [first] = await queue(2, 'here');
  (await world.room()).lost('other', other);
  await expect(knock(world, 'Next', { origin: 'here' })).rejects.toMatchObject({ code: 'full', bound: 'address' });
  if (first) (await world.room()).lost('w1', first);
  await knock(world, 'Next', { origin: 'here' });
  expect(waitingOf(ana)).toEqual(['other', 'w2', 'next']);
});

it('[LO15] a member’s key counts for no address and takes the place of the last stranger', async () => {
  await restart({ roomWaiting: 4, addressWaiting: 2 });
  await setPolicy('ask');
  const [, last] = await queue(2, 'here');
  await knock(world, 'Mem', { standing: 'member', origin: 'here' });
  await knock(world, 'Kim', { standing: 'member', origin: 'here' });
  await knock(world, 'Lou', { standing: 'member', origin: 'here' });
  expect(waitingOf(ana)).toEqual(['w1', 'mem', 'kim', 'lou']);
  expect([last?.closed, last?.frames.at(-1)]).toMatchObject([
    'removed',
    { name: 'lobby:refused', payload: { displaced: true } },
  ]);
  await knock(world, 'Max', { standing: 'member' });
  await expect(knock(world, 'Ola', { standing: 'member' })).rejects.toMatchObject({ code: 'full' });
  expect(['ana', 'ben'].map(isInside)).toEqual([true, true]);
});

it('[LO16] people whose place has changed get the new place, and nobody else does', async () => {
  await setPolicy('ask');
  const waiting = await queue(10);
  const placesOf = (client: Client) =>
    client.frames.filter(({ name }) => name === 'lobby:placed').map(({ payload }) => payload);
  expect(waiting.flatMap(placesOf)).toEqual([]);
  await ana.ask(lobby, 'deny', { member: 'w5', words: '', remember: false });
  expect(placesOf(waiting[3] ?? ana)).toEqual([]);
  expect(placesOf(waiting[9] ?? ana)).toEqual([{ place: 9, of: 9 }]);
});

it('[LO17] hosts and moderators find a seat although guests fill the room, up to a bound', async () => {
  await restart({ roomPeople: 2 });
  await expect(knock(world, 'Gus')).rejects.toMatchObject({ code: 'full' });
  await expect(knock(world, 'Mem', { standing: 'member' })).rejects.toMatchObject({ code: 'full' });
  for (let n = 1; n <= limits.staffReserve; n += 1) await world.enter(`Mo${n}`, 'moderator');
  await expect(world.enter('Mo6', 'moderator')).rejects.toMatchObject({ code: 'full' });
});

it('[LO17] one browser has at most four seats, and one address has a bound', async () => {
  await restart({ addressSeats: 5 });
  for (const name of ['A', 'B', 'C', 'D']) await knock(world, name, { person: 'same', origin: 'here' });
  await expect(knock(world, 'E', { person: 'same', origin: 'here' })).rejects.toMatchObject({ bound: 'windows' });
  await knock(world, 'F', { origin: 'here' });
  await expect(knock(world, 'G', { origin: 'here' })).rejects.toMatchObject({ code: 'full', bound: 'address' });
  await knock(world, 'H', { origin: 'here', standing: 'member' });
  await knock(world, 'I', { origin: 'there' });
  await world.join({ id: 'mo', name: 'Mo', role: 'moderator', origin: 'here', person: 'same' });
});
