import { beforeEach, expect, it } from 'vitest';
import { away } from '@plenum/shared/features/away/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';

keepsTheLaw(away, { set: { away: true } });

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
});

it('[AW1] a member who is away is shown with the time; saying it twice changes nothing', async () => {
  const since = world.clock.now();
  await ben.ask(away, 'set', { away: true });
  expect(ana.state(away)).toEqual({ since: { ben: since } });
  const heard = ana.frames.length;
  world.clock.advance(1_000);
  await ben.ask(away, 'set', { away: true });
  expect(ana.frames).toHaveLength(heard);
});

it('[AW2] a member who comes back, or leaves, is no longer away', async () => {
  await ben.ask(away, 'set', { away: true });
  await ben.ask(away, 'set', { away: false });
  expect(ana.state(away)).toEqual({ since: {} });
  await ben.ask(away, 'set', { away: true });
  await ben.ask(presence, 'leave', {});
  expect(ana.state(away)).toEqual({ since: {} });
});

it('[AW3] it survives a lost line and a restart', async () => {
  await ben.ask(away, 'set', { away: true });
  const before = ana.state(away);
  (await world.room()).lost('ben', ben);
  await expect.poll(() => ana.state(presence).members['ben']?.online).toBe(false);
  expect(ana.state(away)).toEqual(before);
  await world.start();
  expect((await world.enter('Ana', 'host')).state(away)).toEqual(before);
});
