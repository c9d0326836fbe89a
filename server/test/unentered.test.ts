import { expect, it } from 'vitest';
import { chat } from '@plenum/shared/features/chat/contract';
import { roomId, World } from './world.ts';

const minute = 60_000;

/** Runs the sweep for old rooms so many times. */
async function pass(world: World, minutes: number): Promise<void> {
  for (let count = 0; count < minutes; count += 1) {
    world.clock.advance(minute);
    // The sweep asks the log, which answers in later ticks.
    for (let tick = 0; tick < 20; tick += 1) await Promise.resolve();
  }
}

it('a room that no member has ever entered is erased after some minutes, also when its public record was read', async () => {
  const world = await World.create();
  await world.log.createRoom({ id: 'looked-at', title: 'x', hostKeyHash: '00', createdAt: world.clock.now() });
  await world.log.createRoom({ id: 'left-alone', title: 'x', hostKeyHash: '00', createdAt: world.clock.now() });
  await pass(world, 5);
  await world.rooms.require('looked-at');
  expect(await world.log.findRoom('left-alone')).toBeDefined();
  await pass(world, 7);
  expect(await world.log.findRoom('looked-at')).toBeUndefined();
  expect(await world.log.findRoom('left-alone')).toBeUndefined();
  expect(world.erased.toSorted()).toEqual(['left-alone', 'looked-at', roomId].toSorted());
});

it('a room that a member has entered is kept for the retention time', async () => {
  const world = await World.create();
  const ana = await world.enter('Ana', 'host');
  await ana.ask(chat, 'send', { text: 'Hello' });
  await pass(world, 15);
  expect(await world.log.findRoom(roomId)).toBeDefined();
  await ana.askRaw('presence:leave', {});
  await pass(world, 30);
  expect(await world.log.findRoom(roomId)).toBeDefined();
  await pass(world, 35);
  expect(await world.log.findRoom(roomId)).toBeUndefined();
});
