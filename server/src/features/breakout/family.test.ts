import { beforeEach, expect, it, vi } from 'vitest';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type Client, World } from '../../../test/world.ts';

let world: World;
let ana: Client;
let ben: Client;
let room: string;
/** Ana and Ben in a room of the meeting. */
let anaThere: Client;
let benThere: Client;

beforeEach(async () => {
  world = await World.create();
  [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  await world.enter('Mia', 'moderator');
  await ana.ask(breakout, 'assign', { member: 'ben', room: 'a' });
  await ana.ask(breakout, 'open', {});
  await vi.waitUntil(() => ana.state(breakout).running?.rooms[0]?.state === 'open', { timeout: 15_000 });
  room = ana.state(breakout).running?.rooms[0]?.id ?? '';
  for (const client of [ana, ben]) await client.ask(breakout, 'enter', { room });
  anaThere = await world.joinIn(room, ana.seat);
  benThere = await world.joinIn(room, ben.seat);
});

async function rightsThere(member: string): Promise<readonly string[]> {
  return (await world.rooms.require(room)).find(member)?.abilities ?? [];
}

it('[BR5] locks, rights by hand and roles of the meeting apply in its rooms, earlier and later ones', async () => {
  await ana.ask(moderation, 'lock', { locks: { cameras: true } });
  await expect.poll(() => rightsThere('ben')).not.toContain('cameraShare');
  await ana.ask(moderation, 'grant', { member: 'ben', ability: 'pollCreate', grant: 'given' });
  await expect.poll(() => rightsThere('ben')).toContain('pollCreate');
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  await expect.poll(() => benThere.state(presence).members['ben']?.role).toBe('moderator');
  const second = ana.state(breakout).running?.rooms[1]?.id ?? '';
  await expect
    .poll(async () => {
      const there = await world.joinIn(second, { ...ben.seat, id: 'probe' });
      return there.state(moderation).locks.cameras;
    })
    .toBe(true);
});

it('[BR5] a decision about rights in a room applies to the meeting and all its rooms', async () => {
  await anaThere.ask(moderation, 'lock', { locks: { cameras: true } });
  await anaThere.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  await expect.poll(() => ana.state(presence).members['ben']?.role).toBe('moderator');
  await expect.poll(() => benThere.state(presence).members['ben']?.role).toBe('moderator');
  expect(ana.state(moderation).locks.cameras).toBe(true);
  await expect.poll(() => benThere.state(moderation).locks.cameras).toBe(true);
  await benThere.ask(moderation, 'grant', { member: 'ben', ability: 'pollCreate', grant: 'taken' });
  await expect.poll(() => rightsThere('ben')).not.toContain('pollCreate');
  expect(ben.room.find('ben')?.abilities).not.toContain('pollCreate');
});

it('[BR5] a member who was demoted meanwhile decides nothing, in any room', async () => {
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  await expect.poll(() => rightsThere('ben')).toContain('roleManage');
  // The room takes the decision before it learns of the demotion; the meeting gets it after the demotion.
  const done = [
    ana.ask(moderation, 'promote', { member: 'ben', role: 'participant' }),
    benThere.ask(moderation, 'lock', { locks: { microphones: true } }),
  ];
  await Promise.all(done);
  await expect.poll(() => rightsThere('ben')).not.toContain('memberManage');
  expect(await benThere.ask(moderation, 'lock', { locks: { microphones: true } })).toMatchObject({ code: 'forbidden' });
  expect(await benThere.ask(breakout, 'open', {})).toMatchObject({ code: 'forbidden' });
  expect(ana.state(moderation).locks.microphones).toBe(false);
  expect(anaThere.state(moderation).locks.microphones).toBe(false);
});

it('[BR5] a member who comes to a room has the name, role and rights of the meeting at that time, also the next time', async () => {
  await ana.ask(moderation, 'lock', { locks: { cameras: true }, lockOnJoin: false });
  await ana.ask(moderation, 'grant', { member: 'ben', ability: 'micShare', grant: 'taken' });
  await expect.poll(() => rightsThere('ben')).not.toContain('micShare');
  await ben.ask(breakout, 'back', {});
  world.clock.advance(6_000);
  await expect.poll(() => benThere.closed).toBe('removed');
  await ben.ask(breakout, 'enter', { room });
  // The pass is older than the promotion.
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  await world.joinIn(room, ben.seat);
  await expect.poll(() => rightsThere('ben')).toContain('memberManage');
  expect(await rightsThere('ben')).not.toContain('micShare');
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'participant' });
  await expect.poll(() => rightsThere('ben')).not.toContain('memberManage');
  expect(await rightsThere('ben')).not.toContain('cameraShare');
});

it('[BR5] the locks of the meeting apply to a former moderator in any room', async () => {
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  await ana.ask(moderation, 'lock', { locks: { seeDrawings: true } });
  await expect.poll(() => benThere.state(presence).members['ben']?.role).toBe('moderator');
  expect(benThere.state(whiteboard).veiled).toEqual([]);
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'participant' });
  await expect.poll(() => benThere.state(whiteboard).veiled).toEqual(['ben']);
});

it('[BR7] everybody in a room sees a member who enters', async () => {
  const mia = { id: 'mia', name: 'Mia', role: 'moderator' as const };
  await ana.room.dispatch('mia', 'breakout:enter', { room }, 'mia-enters');
  await world.joinIn(room, mia);
  expect(benThere.state(presence).members['mia']).toMatchObject({ name: 'Mia', online: true });
  expect(ben.state(breakout).places['mia']).toBe(room);
});

it('[BR13] a former moderator no longer speaks to all rooms', async () => {
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'moderator' });
  await ben.ask(breakout, 'speak', { on: true });
  expect(ana.state(breakout).running?.speaker).toBe('ben');
  await ana.ask(moderation, 'promote', { member: 'ben', role: 'participant' });
  expect(ana.state(breakout).running?.speaker).toBeUndefined();
});

it('[BR5] a name that a member chooses in a room is the name in the meeting', async () => {
  await benThere.ask(presence, 'rename', { name: 'Benjamin' });
  await expect.poll(() => ana.state(presence).members['ben']?.name).toBe('Benjamin');
  await ana.ask(moderation, 'rename', { member: 'ben', name: 'Ben B.' });
  await expect.poll(() => anaThere.state(presence).members['ben']?.name).toBe('Ben B.');
});

it('[BR5] a member who is removed from a room is out of the meeting, and stays out', async () => {
  await anaThere.ask(moderation, 'remove', { member: 'ben', ban: true });
  await expect.poll(() => [ben.closed, benThere.closed]).toEqual(['removed', 'removed']);
  expect(ana.state(breakout).places).toEqual({ ana: room });
  expect(ana.state(moderation).bans).toMatchObject([{ name: 'Ben' }]);
  await expect(world.join(ben.seat)).rejects.toMatchObject({ code: 'forbidden' });
});

it('[BR5] a host who ends a room from inside ends that room, and the end of the meeting ends all', async () => {
  await anaThere.ask(moderation, 'end', {});
  await expect.poll(() => ana.state(breakout).running?.rooms).toHaveLength(1);
  expect(ana.state(breakout).places).toEqual({});
  await ana.ask(moderation, 'end', {});
  const meeting = await world.room();
  expect(meeting.seated).toEqual([]);
});
