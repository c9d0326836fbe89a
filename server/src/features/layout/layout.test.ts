import { beforeEach, expect, it } from 'vitest';
import { layout } from '@plenum/shared/features/layout/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';

keepsTheLaw(layout, { push: { mode: 'speaker' }, release: {} }, async ({ asker }) => {
  await asker.ask(layout, 'push', { mode: 'grid' });
});

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
});

it('[LA1] everyone gets a pushed layout and the member who pushed it; late joiners see it too', async () => {
  await ana.ask(layout, 'push', { mode: 'speaker' });
  const late = await world.enter('Late');
  for (const client of [ana, ben, late]) {
    expect(client.state(layout).pushed).toEqual({ mode: 'speaker', by: 'ana', at: world.clock.now() });
  }
});

it('[LA2] the same layout pushed again has a new time', async () => {
  await ana.ask(layout, 'push', { mode: 'grid' });
  const first = ben.state(layout).pushed?.at ?? 0;
  world.clock.advance(3_000);
  await ana.ask(layout, 'push', { mode: 'grid' });
  expect(ben.state(layout).pushed).toMatchObject({ mode: 'grid', at: first + 3_000 });
});

it('[LA3] a released layout applies to nobody; releasing without a pushed layout changes nothing', async () => {
  await ana.ask(layout, 'push', { mode: 'content' });
  await ana.ask(layout, 'release', {});
  expect(ben.state(layout)).toEqual({});
  const heard = ben.frames.length;
  expect(await ana.ask(layout, 'release', {})).toMatchObject({ ok: true });
  expect(ben.frames).toHaveLength(heard);
});

it('[LA4] only members who may push layouts push and release', async () => {
  await ana.ask(layout, 'push', { mode: 'content' });
  const before = ana.state(layout);
  expect(await ben.ask(layout, 'push', { mode: 'grid' })).toMatchObject({ code: 'forbidden' });
  expect(await ben.ask(layout, 'release', {})).toMatchObject({ code: 'forbidden' });
  expect(ana.state(layout)).toEqual(before);
});

it('[LA5] a pushed layout survives a restart, and stays when the member who pushed it leaves', async () => {
  await ana.ask(layout, 'push', { mode: 'content' });
  await ana.ask(presence, 'leave', {});
  expect(ben.state(layout).pushed?.mode).toBe('content');
  await world.start();
  const late = await world.enter('Late');
  expect(late.state(layout).pushed).toMatchObject({ mode: 'content', by: 'ana' });
});
