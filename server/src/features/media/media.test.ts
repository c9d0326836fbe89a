import { beforeEach, expect, it, vi } from 'vitest';
import { media } from '@plenum/shared/features/media/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { type Client, World } from '../../../test/world.ts';
import type { MediaFact } from '../../media/MediaEngine.ts';

keepsTheLaw(
  media,
  { ticket: {}, stop: { member: 'ben', source: 'mic' }, report: { quality: 'weak' } },
  async ({ world, asker }) => {
    const room = await world.room();
    room.tell(world.slices.media, { type: 'published', member: 'ben', source: 'mic', muted: false });
    // The room answers a later command only after the fact.
    await asker.askRaw('chat:send', { text: 'told' });
  },
);

let world: World;
let ana: Client;
let ben: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
});

async function tell(...facts: MediaFact[]): Promise<void> {
  const room = await world.room();
  for (const fact of facts) room.tell(world.slices.media, fact);
  // The room answers a later command only after the facts.
  await ana.askRaw('chat:send', { text: 'all told' });
}

const camera = { member: 'ana', source: 'camera' } as const;

it('[ME1] everyone knows which member sends which source, and whether it is muted', async () => {
  await tell({ type: 'published', ...camera, muted: false }, { type: 'muted', ...camera, muted: true });
  for (const client of [ana, ben]) expect(client.state(media).streams).toEqual({ ana: { camera: { muted: true } } });
  await tell({ type: 'unpublished', ...camera });
  expect(ben.state(media).streams).toEqual({});
});

it('[ME2] a stream that only moved to another transport or worker makes no new event', async () => {
  await tell({ type: 'published', ...camera, muted: false });
  const heard = ben.heard.filter((name) => name.startsWith('media:')).length;
  await tell({ type: 'published', ...camera, muted: false }, { type: 'muted', ...camera, muted: false });
  expect(ben.heard.filter((name) => name.startsWith('media:'))).toHaveLength(heard);
});

it('[ME3] a member who leaves sends nothing from then on, even before the engine knows', async () => {
  await tell({ type: 'published', member: 'ben', source: 'mic', muted: false });
  await ben.askRaw('presence:leave', {});
  expect(ana.state(media).streams).toEqual({});
  await tell({ type: 'published', member: 'ben', source: 'camera', muted: false });
  expect(ana.state(media).streams).toEqual({});
});

it('[ME4] a restart ends every stream until its sender publishes again', async () => {
  await tell({ type: 'published', ...camera, muted: false });
  await world.start();
  const back = await world.join(ana.seat, ana.seq, ana);
  expect(back.state(media).streams).toEqual({});
  expect(back.heard).toContain('media:allUnpublished');
});

it('[ME5] everyone learns at once who talks, and it is never written to the log', async () => {
  await tell({ type: 'speaking', members: ['ana'] });
  expect(ben.frames.find(({ name }) => name === 'media:speaking')).toEqual({
    name: 'media:speaking',
    payload: { members: ['ana'] },
  });
  expect(world.log.logOf('test-room').filter(({ feature }) => feature === 'media')).toEqual([]);
});

it('[ME6] only the member who asks gets a new ticket for the media line', async () => {
  const heard = ben.frames.length;
  expect(await ana.ask(media, 'ticket', {})).toEqual({ ok: true, value: { url: '/media', ticket: 'ticket-of-ana' } });
  expect(ben.frames).toHaveLength(heard);
});

it('[ME8] a moderator ends one stream of a member of the same or a lower role', async () => {
  const mod = await world.enter('Mod', 'moderator');
  await tell(
    { type: 'published', member: 'ben', source: 'screen', muted: false },
    { type: 'published', ...camera, muted: false },
  );
  expect(await mod.askRaw('media:stop', { member: 'ben', source: 'screen' })).toEqual({ ok: true, value: {} });
  expect(ben.state(media).streams).toEqual({ ana: { camera: { muted: false } } });
  expect(await mod.askRaw('media:stop', camera)).toMatchObject({ ok: false, code: 'forbidden' });
  expect(await mod.askRaw('media:stop', { member: 'nobody', source: 'mic' })).toMatchObject({ code: 'notFound' });
  await tell({ type: 'unpublished', member: 'ben', source: 'screen' });
  const told = mod.heard.filter((name) => name.startsWith('media:'));
  expect(told).toEqual(['media:published', 'media:published', 'media:stopped']);
  await tell({ type: 'published', member: 'ben', source: 'screen', muted: false });
  expect(mod.state(media).streams['ben']).toEqual({ screen: { muted: false } });
});

it('[ME9] one member sends several cameras, each on its own; a moderator ends all of them at once', async () => {
  const all = ['camera', 'camera2', 'camera3', 'contentCamera'] as const;
  await tell(...all.map((source) => ({ type: 'published', member: 'ben', source, muted: false }) as const));
  await tell({ type: 'unpublished', member: 'ben', source: 'camera2' });
  expect(Object.keys(ana.state(media).streams['ben'] ?? {})).toEqual(['camera', 'camera3', 'contentCamera']);
  await tell({ type: 'unpublished', member: 'ben', source: 'camera' });
  // The same for each camera that is named, also for one that is not sent.
  expect(await ana.ask(media, 'stop', { member: 'ben', source: 'camera2' })).toMatchObject({ ok: true });
  expect(ana.state(media).streams['ben']).toEqual({ contentCamera: { muted: false } });
  expect(ben.frames.filter(({ name }) => name === 'moderation:notified').map(({ payload }) => payload)).toEqual([
    { what: 'stopped', by: 'Ana', source: 'camera' },
  ]);
  await tell({ type: 'published', member: 'ben', source: 'camera2', muted: false });
  expect(ana.state(media).streams['ben']).toHaveProperty('camera2');
});

it('[ME13] moderators, and nobody else, see whose connection is weak, and no log has it', async () => {
  const mia = await world.enter('Mia', 'moderator');
  const before = world.log.logOf('test-room').length;
  await ben.ask(media, 'report', { quality: 'weak' });
  await mia.ask(media, 'report', { quality: 'fair' });
  await vi.waitFor(() => expect(ana.heard.filter((name) => name === 'media:suffers')).toHaveLength(2), {
    timeout: 15_000,
  });
  const heardBy = (client: Client) =>
    client.frames.flatMap(({ name, payload }) => (name === 'media:suffers' ? [payload] : []));
  expect(heardBy(mia)).toEqual([{ member: 'ben', quality: 'weak' }]);
  expect([heardBy(ben), world.log.logOf('test-room').length]).toEqual([[], before]);
});
