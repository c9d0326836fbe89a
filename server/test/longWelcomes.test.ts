import { beforeEach, expect, it } from 'vitest';
import { chat } from '@plenum/shared/features/chat/contract';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import type { Line } from '../src/room/ports.ts';
import { type Client, roomId, World } from './world.ts';

/** The duration of a welcome in this room, in ms. */
const long = 100;

let world: World;
let host: Client;
let welcomed: string[];
let closed: string[];

beforeEach(async () => {
  world = await World.create();
  host = await world.enter('Ana', 'host');
  welcomed = [];
  closed = [];
});

/** Resolves when all work without timers is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Joins a member whose whole view takes long; the result is recorded under the id. */
async function come(id: string, after?: number, name = id): Promise<void> {
  const line: Line = {
    welcome({ waiting, catchUp }) {
      if (waiting) return;
      welcomed.push(name);
      if (catchUp.kind === 'snapshot') world.clock.advance(long);
    },
    send: () => undefined,
    refresh: () => undefined,
    close: (reason) => void closed.push(`${name} ${reason}`),
    move: () => undefined,
  };
  const room = await world.rooms.require(roomId);
  room.join({ id, name: id, role: 'participant' }, line, after).catch((error: Error) => closed.push(error.message));
  await settled();
}

async function pass(ms: number): Promise<void> {
  world.clock.advance(ms);
  await settled();
}

it('a member who asks for the whole view repeatedly waits, and short answers go on', async () => {
  await come('mal');
  for (const name of ['second', 'third', 'fourth']) await come('mal', undefined, name);
  expect(welcomed).toEqual(['mal']);
  expect(closed).toEqual(['mal replaced', 'second replaced', 'third replaced']);
  const { seq } = host;
  await come('ana', seq, 'the host is back');
  expect(welcomed).toEqual(['mal', 'the host is back']);
  for (let n = 0; n < 4; n += 1) await pass(2 * long);
  expect(welcomed).toEqual(['mal', 'the host is back', 'fourth']);
});

it('a member who is let in during long welcomes is welcomed in turn, and misses nothing', async () => {
  await host.ask(lobby, 'setPolicy', { policy: 'ask' });
  for (const id of ['ben', 'cleo', 'dan']) await come(id);
  await host.ask(lobby, 'admitAll', { as: 'participant' });
  await settled();
  expect(welcomed).toEqual(['ben']);
  await host.ask(moderation, 'remove', { member: 'cleo', ban: false });
  expect(await host.ask(chat, 'send', { text: 'meanwhile' })).toMatchObject({ ok: true });
  for (let n = 0; n < 4; n += 1) await pass(2 * long);
  expect(welcomed).toEqual(['ben', 'dan']);
  expect(closed).toEqual(['cleo removed']);
  expect(world.reports).toEqual([]);
});

it('a member who comes back too often must wait without events to others, and keeps the seat', async () => {
  const many = 60;
  const heard = () => host.heard.filter((name) => name === 'presence:returned').length;
  const room = await world.rooms.require(roomId);
  const seat = { id: 'mal', name: 'mal', role: 'participant' as const };
  let refused = 0;
  for (let n = 0; n < many; n += 1) {
    const line: Line = {
      welcome: () => undefined,
      send: () => undefined,
      refresh: () => undefined,
      close: () => undefined,
      move: () => undefined,
    };
    await room.join(seat, line, host.seq).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'limited' });
      refused += 1;
    });
    room.lost(seat.id, line);
    await settled();
  }
  expect(heard()).toBeLessThanOrEqual(20);
  expect(refused).toBe(many - 21);
  world.clock.advance(2_000);
  await come('mal', host.seq);
  expect(welcomed).toEqual(['mal']);
});
