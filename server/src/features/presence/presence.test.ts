import { expect, it } from 'vitest';
import { presence } from '@plenum/shared/features/presence/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { roomId, World } from '../../../test/world.ts';

keepsTheLaw(presence, { leave: {}, rename: { name: 'Ana Maria' } });

it('[PR1] all members get who joins and who leaves', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana', 'host');
  const ben = await world.enter('Ben');
  expect(Object.keys(ana.state(presence).members)).toEqual(['ana', 'ben']);
  await ben.ask(presence, 'leave', {});
  expect(Object.keys(ana.state(presence).members)).toEqual(['ana']);
  expect(ben.closed).toBe('removed');
});

it('[PR14] the meeting has been going since the first member came to the empty room', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  const begun = world.clock.now();
  world.clock.advance(60_000);
  const ben = await world.enter('Ben');
  await ana.ask(presence, 'leave', {});
  expect(ben.state(presence).begunAt).toBe(begun);
  await ben.ask(presence, 'leave', {});
  world.clock.advance(60_000);
  await expect.poll(async () => (await world.rooms.census()).rooms).toBe(0);
  const cleo = await world.enter('Cleo');
  expect(cleo.state(presence).begunAt).toBe(world.clock.now());
});

it('[PR2] a lost line keeps its seat for the grace period and no longer', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  const room = await world.room();
  room.lost('ben', ben);
  await expect.poll(() => ana.state(presence).members['ben']?.online).toBe(false);
  world.clock.advance(59_999);
  expect(room.find('ben')).toBeDefined();
  world.clock.advance(1);
  await expect.poll(() => Object.keys(ana.state(presence).members)).toEqual(['ana']);
});

it('[PR11] the seat of a member who closed the page waits only as long as a reload takes', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  const room = await world.room();
  room.lost('ben', ben, 'parting');
  world.clock.advance(14_999);
  expect(room.find('ben')).toBeDefined();
  world.clock.advance(1);
  await expect.poll(() => Object.keys(ana.state(presence).members)).toEqual(['ana']);
});

it('[PR3] the same seat comes back with what it missed, and nobody sees a second person', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  (await world.room()).lost('ben', ben);
  await ana.askRaw('chat:send', { text: 'meanwhile' });
  const back = await world.join(ben.seat, ben.seq, ben);
  expect(back.states).toEqual(await world.freshView(back));
  expect(back.heard.at(-1)).toBe('presence:returned');
  expect(ana.heard.filter((name) => name === 'presence:joined')).toEqual(['presence:joined']);
});

it('[PR4] a second connection of the same seat takes the place of the first', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  const again = await world.join(ana.seat);
  expect(ana.closed).toBe('replaced');
  expect(Object.keys(again.state(presence).members)).toEqual(['ana']);
  await again.askRaw('chat:send', { text: 'here' });
  expect(ana.heard).not.toContain('chat:sent');
  expect(again.heard).toContain('chat:sent');
});

it('[PR5] after a restart the seats wait for their members', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  await world.rooms.close();
  await world.start();
  const room = await world.room();
  expect([room.find('ana')?.role, room.find('ben')?.role]).toEqual(['host', 'participant']);
  const back = await world.join(ana.seat, ana.seq, ana);
  expect(back.state(presence).members).toMatchObject({ ana: { online: true }, ben: { online: false } });
  expect(ben.closed).toBeUndefined();
});

it('[PR6] a member who comes back after the grace period has the same id, name and role', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
  const room = await world.room();
  room.lost('ana', ana);
  world.clock.advance(60_000);
  await expect.poll(() => room.find('ana')).toBeUndefined();
  const back = await world.join(ana.seat, ana.seq, ana);
  expect(back.state(presence).members['ana']).toMatchObject({ name: 'Ana', role: 'host', online: true });
  expect(back.states).toEqual(await world.freshView(back));
  expect(back.state(presence)).toEqual(ben.state(presence));
});

it('[PR7] when the last member has left, only the log of the room is left', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  await ana.ask(presence, 'leave', {});
  world.clock.advance(60_000);
  await expect.poll(async () => (await world.rooms.census()).rooms).toBe(0);
  // The sweep for expired rooms is the only timer left.
  expect(world.clock.waiting).toBe(1);
  expect(world.log.logOf(roomId).filter(({ feature }) => feature === 'presence')).toHaveLength(2);
});

it('[PR8] a room without an owner is erased after its retention', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  await ana.ask(presence, 'leave', {});
  await expect.poll(() => world.log.occupiedRooms()).toEqual([]);
  world.clock.advance(3_600_000 + 120_000);
  await expect.poll(() => world.log.findRoom(roomId)).toBeUndefined();
});

it('[PR9] all members get a new name, and no member gets the same name again', async () => {
  const world = await World.create();
  const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
  await ana.ask(presence, 'rename', { name: '  Ana Maria ' });
  expect(ben.state(presence).members['ana']?.name).toBe('Ana Maria');
  const heard = ben.frames.length;
  await ana.ask(presence, 'rename', { name: 'Ana Maria' });
  expect(ben.frames).toHaveLength(heard);
});

it('[PR12] an invisible name is refused, and a member who has one from an old log keeps it', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana');
  for (const name of ['\u3164', '\u2800\u2800', '\u200b', '...']) {
    world.clock.advance(5_000);
    expect(await ana.ask(presence, 'rename', { name })).toMatchObject({ ok: false, code: 'invalid' });
  }
  await ana.ask(presence, 'rename', { name: 'A\u00adna Maria\u200b' });
  expect(ana.state(presence).members['ana']?.name).toBe('Ana Maria');
  const log = world.log.logOf(roomId);
  log.push({
    seq: log.length + 1,
    at: 1,
    feature: 'presence',
    event: 'renamed',
    payload: { id: 'ana', name: '\u3164' },
  });
  await world.start();
  const back = await world.join(ana.seat);
  expect(back.state(presence).members['ana']?.name).toBe('\u3164');
});
