import { beforeEach, expect, it } from 'vitest';
import { hand } from '@plenum/shared/features/hand/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';

keepsTheLaw(hand, { raise: {}, lower: {}, lowerOther: { member: 'ben' }, lowerAll: {}, call: {} }, async (scene) => {
  for (const client of scene.others) await client.ask(hand, 'raise', {});
});

let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben, cleo] = [await world.enter('Ana', 'host'), await world.enter('Ben'), await world.enter('Cleo')];
});

const waiting = (client: Client) => client.state(hand).queue.map(({ member }) => member);
const floor = (client: Client) => client.state(hand).floor?.member;

it('[HA1] everyone gets a raised hand with its time, at the end of the queue', async () => {
  const start = world.clock.now();
  await cleo.ask(hand, 'raise', {});
  world.clock.advance(7_000);
  await ana.ask(hand, 'raise', {});
  for (const client of [ana, ben, cleo]) {
    expect(client.state(hand).queue).toEqual([
      { member: 'cleo', since: start },
      { member: 'ana', since: start + 7_000 },
    ]);
  }
});

it('[HA2] raising a raised hand again changes nothing and keeps its place', async () => {
  await ben.ask(hand, 'raise', {});
  await cleo.ask(hand, 'raise', {});
  const [before, heard] = [ana.state(hand), ana.frames.length];
  await ben.ask(hand, 'raise', {});
  expect(ana.state(hand)).toEqual(before);
  await ana.ask(hand, 'call', {});
  await ben.ask(hand, 'raise', {});
  expect([floor(cleo), waiting(cleo)]).toEqual(['ben', ['cleo']]);
  expect(ana.frames).toHaveLength(heard + 1);
});

it('[HA3] members lower their own hand; leaving lowers it too, a lost line does not', async () => {
  for (const client of [ana, ben, cleo]) await client.ask(hand, 'raise', {});
  await ana.ask(hand, 'lower', {});
  await ana.ask(hand, 'lower', {});
  expect(waiting(ben)).toEqual(['ben', 'cleo']);
  (await world.room()).lost('ben', ben);
  await expect.poll(() => ana.state(presence).members['ben']?.online).toBe(false);
  expect(waiting(ana)).toEqual(['ben', 'cleo']);
  world.clock.advance(60_000);
  await expect.poll(() => waiting(ana)).toEqual(['cleo']);
  await ana.ask(hand, 'call', {});
  await cleo.ask(presence, 'leave', {});
  expect(ana.state(hand)).toEqual({ queue: [] });
});

it('[HA4] a member who may manage hands lowers any hand, or all', async () => {
  for (const client of [ben, cleo]) await client.ask(hand, 'raise', {});
  await ana.ask(hand, 'call', {});
  await cleo.ask(hand, 'raise', {});
  await ana.ask(hand, 'lowerOther', { member: 'ben' });
  expect([floor(cleo), waiting(cleo)]).toEqual([undefined, ['cleo']]);
  expect(await ana.ask(hand, 'lowerOther', { member: 'ben' })).toMatchObject({ code: 'notFound' });
  await ben.ask(hand, 'raise', {});
  await ana.ask(hand, 'lowerAll', {});
  expect(cleo.state(hand)).toEqual({ queue: [] });
});

it('[HA5] calling the next member gives them the floor, and takes it from the last one', async () => {
  expect(await ana.ask(hand, 'call', {})).toMatchObject({ code: 'notFound' });
  for (const client of [ben, cleo]) await client.ask(hand, 'raise', {});
  expect(await ana.ask(hand, 'call', {})).toEqual({ ok: true, value: { member: 'ben' } });
  world.clock.advance(60_000);
  await ana.ask(hand, 'call', {});
  expect(ben.state(hand)).toEqual({ queue: [], floor: { member: 'cleo', since: world.clock.now() } });
  await cleo.ask(hand, 'lower', {});
  expect(floor(ben)).toBeUndefined();
});

it('[HA6] a member further back can be called before their turn', async () => {
  for (const client of [ben, cleo]) await client.ask(hand, 'raise', {});
  await ana.ask(hand, 'call', { member: 'cleo' });
  expect([floor(ben), waiting(ben)]).toEqual(['cleo', ['ben']]);
  expect(await ana.ask(hand, 'call', { member: 'cleo' })).toMatchObject({ code: 'notFound' });
});

it('[HA7] other members may not lower a hand or call, and nobody raises a hand for another', async () => {
  await cleo.ask(hand, 'raise', {});
  const before = ana.state(hand);
  for (const [verb, input] of [['lowerOther', { member: 'cleo' }] as const, ['lowerAll', {}], ['call', {}]] as const) {
    expect(await ben.ask(hand, verb, input)).toMatchObject({ code: 'forbidden' });
  }
  expect(await ben.askRaw('hand:raise', { member: 'ana' })).toMatchObject({ code: 'invalid' });
  expect(await ben.askRaw('hand:lower', { member: 'cleo' })).toMatchObject({ code: 'invalid' });
  expect(ana.state(hand)).toEqual(before);
});

it('[HA8] queue, times and floor survive a restart, and late joiners see them', async () => {
  for (const client of [cleo, ben, ana]) {
    await client.ask(hand, 'raise', {});
    world.clock.advance(1_000);
  }
  await ana.ask(hand, 'call', {});
  const before = ana.state(hand);
  await world.start();
  const late = await world.enter('Late');
  expect(late.state(hand)).toEqual(before);
  expect([floor(late), waiting(late)]).toEqual(['cleo', ['ben', 'ana']]);
});

it('[HA9] a member who may not see people sees how many wait before them, and of the others only the leaders', async () => {
  await ana.ask(moderation, 'lock', { locks: { seePeople: true } });
  for (const client of [ana, ben, cleo]) await client.ask(hand, 'raise', {});
  const queue = cleo.state(hand).queue.map(({ member }) => member);
  expect([queue.length, queue[0], queue.indexOf('cleo')]).toEqual([3, 'ana', 2]);
  expect(queue).not.toContain('ben');
  await ana.ask(hand, 'call', { member: 'ben' });
  expect(cleo.state(hand).queue.map(({ member }) => member)).toEqual(['ana', 'cleo']);
});
