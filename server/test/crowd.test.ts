import { beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '@plenum/shared/core/log';
import { away } from '@plenum/shared/features/away/contract';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { hand } from '@plenum/shared/features/hand/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { Frame, Line } from '../src/room/ports.ts';
import { type Client, roomId, World } from './world.ts';

const crowd = 480;
/** The most bytes that one click may write: less than the id of each member. */
const fewBytes = 4_000;

/** A line that only counts its frames: reducing them for hundreds of members would take too long. */
class Listener implements Line {
  readonly frames: Frame[] = [];
  closed: string | undefined;

  welcome(): void {}

  send(frame: Frame): void {
    this.frames.push(frame);
  }

  refresh(): void {}

  close(reason: string): void {
    this.closed = reason;
  }

  move(): void {}
}

let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;
const listeners: Listener[] = [];

beforeEach(async () => {
  world = await World.create();
  ana = await world.enter('Ana', 'host');
  listeners.length = 0;
  const room = await world.room();
  for (let index = 0; index < crowd; index += 1) {
    const listener = new Listener();
    listeners.push(listener);
    await room.join({ id: `member-${index}`, name: `Member ${index}`, role: 'participant' }, listener);
  }
  [ben, cleo] = [await world.enter('Ben'), await world.enter('Cleo')];
  for (const { frames } of listeners) frames.length = 0;
});

/** Runs an act, and returns the events and the work that it causes. */
async function during(act: () => Promise<unknown>) {
  const before = { entries: world.log.logOf(roomId).length, rights: world.rightsComputed };
  expect(await act()).toMatchObject({ ok: true });
  const written: LogEntry[] = world.log.logOf(roomId).slice(before.entries);
  return {
    events: written.map(({ feature, event }) => `${feature}:${event}`),
    bytes: written.reduce((sum, entry) => sum + JSON.stringify(entry).length, 0),
    rights: world.rightsComputed - before.rights,
  };
}

const lock = (locks: Record<string, boolean>) => ana.ask(moderation, 'lock', { locks });

async function expectViewsAgree(clients: readonly Client[]): Promise<void> {
  for (const client of clients) {
    const believed = structuredClone(client.states);
    expect(await world.freshView(client), client.seat.name).toEqual(believed);
  }
}

describe('a click that concerns hundreds', () => {
  it('ends the meeting with one event of each feature, and computes the rights of each member a few times at most', async () => {
    for (const client of [ben, cleo]) {
      await client.ask(hand, 'raise', {});
      await client.ask(away, 'set', { away: true });
    }
    await ana.ask(moderation, 'muteAll', { sparePresenter: false });
    const { events, bytes, rights } = await during(() => ana.ask(moderation, 'end', {}));
    expect(new Set(events).size).toBe(events.length);
    expect(events).toContain('presence:everyoneLeft');
    expect(bytes).toBeLessThan(fewBytes);
    expect(rights).toBeLessThan(2 * crowd);
    expect([ana, ben, cleo, ...listeners].every(({ closed }) => closed === 'removed')).toBe(true);
    expect(ben.state(presence).members).toEqual({});
    expect((await world.room()).seated).toEqual([]);
  });

  it('hides members from each other with one event, and shows them again with one', async () => {
    const hidden = await during(() => lock({ seePeople: true }));
    expect(hidden.events).toEqual(['moderation:locked', 'presence:sighted', 'moderation:noted']);
    expect(hidden.bytes).toBeLessThan(fewBytes);
    expect(hidden.rights).toBeLessThan(2 * crowd);
    expect(Object.keys(ben.state(presence).members).sort()).toEqual(['ana', 'ben']);
    expect(Object.keys(ana.state(presence).members)).toHaveLength(crowd + 3);
    const shown = await during(() => lock({ seePeople: false }));
    expect(shown.events).toEqual(hidden.events);
    expect(shown.bytes).toBeLessThan(fewBytes);
    expect(Object.keys(ben.state(presence).members)).toHaveLength(crowd + 3);
    await expectViewsAgree([ana, ben, cleo]);
  });

  it('tells hidden members of no other member, not even of unlocked ones', async () => {
    await ana.ask(moderation, 'exempt', { member: 'cleo', unlocked: true });
    await lock({ seePeople: true });
    const told = JSON.stringify(listeners[0]?.frames.filter(({ name }) => name.startsWith('presence:')));
    expect(told).toContain('member-0');
    expect(told).not.toMatch(/cleo|ben|member-1/i);
    expect(Object.keys(cleo.state(presence).members)).toHaveLength(crowd + 3);
    await expectViewsAgree([ana, ben, cleo]);
  });

  it('encodes a frame for hundreds of members once', async () => {
    await lock({ seePeople: true });
    await lock({ seePeople: false });
    const payloads = listeners.map(({ frames }) => frames.findLast(({ name }) => name === 'presence:sighted')?.payload);
    expect(payloads[0]).toBeDefined();
    expect(new Set(payloads).size).toBe(1);
  });

  it('hides drawings and pointers with one event, and shows them again with one', async () => {
    for (const isLocked of [true, false]) {
      const { events, bytes } = await during(() => lock({ seeDrawings: isLocked, seeCursors: isLocked }));
      expect(events.filter((name) => name.startsWith('whiteboard:'))).toEqual(['whiteboard:sighted']);
      // The board stores from whom it hides, by id: each member once for drawings and once for pointers.
      expect(bytes).toBeLessThan(40 * crowd);
    }
    await expectViewsAgree([ana, ben, cleo]);
  });

  it('a member who was away when members were hidden gets the new view on return', async () => {
    const room = await world.room();
    room.lost('ben', ben);
    await expect.poll(() => ana.state(presence).members['ben']?.online).toBe(false);
    await lock({ seePeople: true });
    const back = await world.join(ben.seat, ben.seq, ben);
    expect(Object.keys(back.state(presence).members).sort()).toEqual(['ana', 'ben']);
    await expectViewsAgree([back]);
  });
});

describe('one of hundreds', () => {
  it('goes into a room and comes back with one frame for all others', async () => {
    await ana.ask(breakout, 'open', {});
    await expect.poll(() => ana.state(breakout).running?.rooms.map(({ state }) => state)).toEqual(['open', 'open']);
    const room = ana.state(breakout).running?.rooms[0]?.id ?? '';
    const moved = () =>
      listeners.map(({ frames }) => frames.findLast(({ name }) => name === 'breakout:moved')?.payload);
    await ana.ask(breakout, 'send', { members: ['ben'], room, invite: 'now' });
    expect(moved()[0]).toEqual({ people: [{ id: 'ben', name: '' }], room });
    expect(new Set(moved()).size).toBe(1);
    await ana.ask(breakout, 'close', {});
    const ended = listeners.map(({ frames }) => frames.findLast(({ name }) => name === 'breakout:ended')?.payload);
    expect(ended[0]).toEqual({});
    expect(new Set(ended).size).toBe(1);
  });

  it('comes without a look at the rights of other members', async () => {
    const before = world.rightsLookedUp;
    await world.enter('Dora');
    expect(world.rightsLookedUp - before).toBeLessThan(50);
  });

  it('comes and goes without computing the rights of all members', async () => {
    const before = world.rightsComputed;
    const dora = await world.enter('Dora');
    const { rights } = await during(() => dora.ask(presence, 'leave', {}));
    expect(world.rightsComputed - before).toBeLessThan(20);
    expect(rights).toBeLessThan(10);
  });
});
