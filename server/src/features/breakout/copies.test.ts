import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { expect, it } from 'vitest';
import { type Client, roomId, World } from '../../../test/world.ts';

const kB = 1024;

/** A meeting of the host Ana with two open rooms; the named people are in the first room. */
async function meetingWithRooms(people: readonly string[]) {
  const world = await World.create();
  const ana = await world.enter('Ana', 'host');
  await ana.ask(breakout, 'open', {});
  await expect.poll(() => ana.state(breakout).running?.rooms.map(({ state }) => state)).toEqual(['open', 'open']);
  const [first = '', second = ''] = ana.state(breakout).running?.rooms.map(({ id }) => id) ?? [];
  const go = async (name: string, room: string): Promise<Client> => {
    const { seat } = await world.enter(name);
    await ana.ask(breakout, 'send', { members: [seat.id], room, invite: 'now' });
    return world.joinIn(room, seat);
  };
  const there: Client[] = [];
  for (const name of people) there.push(await go(name, first));
  const anaThere = await world.joinIn(first, ana.seat);
  return { world, ana, anaThere, there, first, second, go };
}

/** The number of messages in the log of the meeting that were copied from its rooms. */
const copied = (world: World) => world.log.logOf(roomId).filter(({ event }) => event === 'wrote').length;

async function linesOf(world: World, host: Client): Promise<readonly { readonly id: string; readonly text: string }[]> {
  world.clock.advance(2_000);
  const reply = await host.ask(breakout, 'record', {});
  return reply.ok ? breakout.commands.record.output.parse(reply.value).lines : [];
}

it('[BR17] a room copies at most its ration into the log of the meeting, whatever its members write', async () => {
  const { world, ana, there, second, go } = await meetingWithRooms(['Ben', 'Cleo', 'Dora']);
  const before = await world.log.logBytes(roomId);
  const seconds = 900;
  for (let tick = 0; tick < seconds; tick += 1) {
    for (const one of there) await one.ask(chat, 'send', { text: '語'.repeat(1_500) });
    world.clock.advance(1_000);
  }
  const added = (await world.log.logBytes(roomId)) - before;
  expect(added).toBeGreaterThan(1024 * kB);
  expect(added).toBeLessThan((1024 + (seconds + 2) * 4) * kB);
  // The messages of another room are still copied.
  const emil = await go('Emil', second);
  await emil.ask(chat, 'send', { text: 'We are done' });
  await expect.poll(async () => (await linesOf(world, ana)).at(-1)).toMatchObject({ text: 'We are done' });
  expect(world.reports).toEqual([]);
});

it('[BR17] a full meeting takes no copies; a message deleted in a room leaves the record, and the room can be ended', async () => {
  const { world, ana, anaThere, there, first } = await meetingWithRooms(['Ben']);
  const [ben] = there;
  const sent = await ben?.ask(chat, 'send', { text: 'A slip' });
  await expect.poll(() => copied(world)).toBe(1);
  await world.rooms.close();
  world.logBytes = await world.log.logBytes(roomId);
  await world.start();
  const again = await world.join(ana.seat);
  const [benAgain, anaAgain] = [await world.joinIn(first, ben!.seat), await world.joinIn(first, anaThere.seat)];
  await benAgain.ask(chat, 'send', { text: 'More' });
  const id = sent?.ok ? String(Reflect.get(Object(sent.value), 'id')) : '';
  expect(await benAgain.ask(chat, 'remove', { channel: 'all', id })).toMatchObject({ ok: true });
  await expect.poll(() => linesOf(world, again)).toEqual([]);
  expect(copied(world)).toBe(1);
  await anaAgain.ask(moderation, 'end', {});
  await expect.poll(() => again.state(breakout).running?.rooms).toHaveLength(1);
  expect(world.reports).toEqual([]);
});

it('[BR17] a fact that changes nothing in the record makes no event', async () => {
  const { world, there } = await meetingWithRooms(['Ben']);
  const [ben] = there;
  await ben?.ask(chat, 'send', { text: 'Good' });
  const sent = await ben?.ask(chat, 'send', { text: 'x'.repeat(3_000) });
  await expect.poll(() => copied(world)).toBe(2);
  const rows = () => world.log.logOf(roomId).length;
  const before = rows();
  const id = sent?.ok ? String(Reflect.get(Object(sent.value), 'id')) : '';
  // The record keeps the first thousand characters.
  await ben?.ask(chat, 'edit', { channel: 'all', id, text: 'x'.repeat(3_001) });
  await ben?.ask(chat, 'edit', { channel: 'all', id, text: 'y' });
  await expect.poll(rows).toBe(before + 1);
});
