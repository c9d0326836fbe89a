import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { errorCodes } from '@plenum/shared/core/errors';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { type Client, roomId, World } from '../../../test/world.ts';

/** Runs of the property test; a nightly script raises the number. */
const numRuns = Number(process.env['PLENUM_FUZZ_RUNS'] ?? 200) / 4;

const names = ['Ana', 'Ben', 'Cleo', 'Dora', 'Emil'] as const;
const keys = ['x', 'y', 'z'] as const;
const who = fc.nat({ max: names.length - 1 });
const room = fc.option(fc.nat({ max: keys.length - 1 }), { nil: undefined });
const invite = fc.constantFrom('ask' as const, 'now' as const);

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('open' as const), invite, choice: fc.constantFrom('assigned', 'free') }),
  },
  fc.record({ do: fc.constant('close' as const), room }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), by: who, who, room, invite }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('enter' as const), who, room: fc.nat({ max: 2 }) }) },
  fc.record({ do: fc.constant('back' as const), who }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('arrive' as const), who }) },
  fc.record({ do: fc.constant('drop' as const), who }),
  fc.record({ do: fc.constant('leave' as const), who }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 6_000, 70_000) }),
  fc.record({ do: fc.constant('restart' as const) }),
  fc.record({ do: fc.constant('stranger' as const), who }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The people with their browsers: each has a line to the meeting, and a second one to the room of their place. */
class People {
  readonly world: World;
  readonly home = new Map<string, Client>();
  readonly there = new Map<string, Client>();

  constructor(world: World) {
    this.world = world;
  }

  id(index: number): string {
    return names[index]?.toLowerCase() ?? '';
  }

  get state() {
    const [client] = this.home.values();
    return client?.state(breakout);
  }

  roomAt(index: number | undefined): string | undefined {
    return index === undefined ? undefined : (this.state?.running?.rooms[index]?.id ?? `unknown-${index}`);
  }

  async come(index: number): Promise<void> {
    const name = names[index] ?? '';
    const seat = { id: this.id(index), name, role: index < 2 ? ('host' as const) : ('participant' as const) };
    const before = this.home.get(seat.id);
    this.home.set(seat.id, await this.world.join(seat, before?.seq, before));
  }

  /** Enters the room of the place, as the browser does. */
  async arrive(index: number): Promise<void> {
    const home = this.home.get(this.id(index));
    const place = this.state?.places[this.id(index)];
    if (!home || place === undefined) return;
    const room = await this.world.rooms.require(place);
    await this.world.rooms.requirePlace(room, home.seat.id);
    this.there.set(home.seat.id, await this.world.joinIn(place, home.seat));
  }

  async drop(index: number): Promise<void> {
    const there = this.there.get(this.id(index));
    there?.room.lost(there.seat.id, there);
    const home = this.home.get(this.id(index));
    home?.room.lost(home.seat.id, home);
    await this.come(index);
  }

  async restart(): Promise<void> {
    await this.world.rooms.close();
    await this.world.start();
    for (const [index, name] of names.entries()) if (this.home.has(name.toLowerCase())) await this.come(index);
  }
}

/** The errors that a command may answer with; `internal` is a fault of the server. */
const expectedCodes: readonly string[] = errorCodes.filter((code) => code !== 'internal');

async function ask(people: People, by: number, verb: string, input: unknown): Promise<void> {
  const client = people.home.get(people.id(by));
  if (!client) return;
  const [before, length] = [structuredClone(people.state), people.world.log.logOf(roomId).length];
  const reply = await client.askRaw(`breakout:${verb}`, input);
  if (reply.ok) return;
  expect(expectedCodes).toContain(reply.code);
  expect(people.world.log.logOf(roomId)).toHaveLength(length);
  expect(people.state).toEqual(before);
}

async function open(people: People, { invite, choice }: Extract<Step, { do: 'open' }>): Promise<void> {
  const ana = people.home.get('ana');
  if (!ana || people.state?.running) return ask(people, 0, 'open', {});
  await ask(people, 0, 'draft', {
    revision: people.state?.draft.revision,
    rooms: keys.map((key) => ({ key, name: key.toUpperCase() })),
    assigned: names.map((name, index) => ({ member: name.toLowerCase(), room: keys[index % 2] })),
    expected: [],
    options: { invite, choice, late: 'smallest' },
  });
  await ask(people, 0, 'open', {});
  await expect.poll(() => people.state?.running?.rooms.every(({ state }) => state === 'open') ?? true).toBe(true);
}

async function take(people: People, now: Step): Promise<void> {
  people.world.clock.advance(10_000 / 5);
  switch (now.do) {
    case 'open':
      return open(people, now);
    case 'close':
      return ask(people, 0, 'close', now.room === undefined ? {} : { room: people.roomAt(now.room) });
    case 'send':
      return ask(people, now.by, 'send', {
        members: [people.id(now.who)],
        room: people.roomAt(now.room),
        invite: now.invite,
      });
    case 'enter':
      return ask(people, now.who, 'enter', { room: people.roomAt(now.room) });
    case 'back':
      return ask(people, now.who, 'back', {});
    case 'arrive':
      return people.arrive(now.who);
    case 'drop':
      return people.drop(now.who);
    case 'leave':
      if (now.who === 0) return;
      await people.home.get(people.id(now.who))?.askRaw('presence:leave', {});
      return people.come(now.who);
    case 'wait':
      people.world.clock.advance(now.ms);
      // A person whose seat ended with the grace period joins again.
      for (const index of names.keys()) await people.come(index);
      return;
    case 'restart':
      return people.restart();
    case 'stranger': {
      const [open] =
        people.state?.running?.rooms.filter(({ id }) => people.state?.places[people.id(now.who)] !== id) ?? [];
      if (!open) return;
      const room = await people.world.rooms.require(open.id);
      await expect(people.world.rooms.requirePlace(room, people.id(now.who))).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  }
}

const byText = (one: string, other: string) => one.localeCompare(other);

/** Expects that places and seats agree, once all lines have moved. */
async function expectOneRoomEach(people: People): Promise<void> {
  for (const index of names.keys()) await people.arrive(index);
  people.world.clock.advance(6_000);
  const places = people.state?.places ?? {};
  const running = people.state?.running;
  const open = running?.rooms.filter(({ state }) => state === 'open').map(({ id }) => id) ?? [];
  for (const place of Object.values(places)) expect(open).toContain(place);
  const seated = async () => {
    const rooms = await Promise.all(
      (await people.world.log.childrenOf(roomId)).map((id) => people.world.rooms.require(id)),
    );
    return rooms.flatMap((room) => room.seated.map((member) => `${member} in ${room.id}`)).sort(byText);
  };
  await expect.poll(seated).toEqual(
    Object.entries(places)
      .map(([member, place]) => `${member} in ${place}`)
      .sort(byText),
  );
  const meeting = await people.world.room();
  for (const member of Object.keys(places)) expect(meeting.find(member)).toBeDefined();
}

it('[BR20] after any steps in any order, each member is in exactly one room, the one they were sent to or chose', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const people = new People(await World.create());
      for (const index of names.keys()) await people.come(index);
      for (const now of steps) await take(people, now);
      await expectOneRoomEach(people);
      expect(people.world.reports).toEqual([]);
      await people.world.rooms.close();
    }),
    { numRuns },
  );
});

it('[BR20] a member who was moved at once is there, and an invited member stays', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(who, fc.nat({ max: 2 }), invite), { minLength: 1, maxLength: 15 }),
      async (sends) => {
        const people = new People(await World.create());
        for (const index of names.keys()) await people.come(index);
        await open(people, { do: 'open', invite: 'ask', choice: 'assigned' });
        const expected: Record<string, string> = {};
        for (const [index, to, how] of sends) {
          people.world.clock.advance(1_000);
          const id = people.roomAt(to) ?? '';
          await ask(people, 0, 'send', { members: [people.id(index)], room: id, invite: how });
          if (how === 'now') expected[people.id(index)] = id;
          expect(people.state?.running?.assigned[people.id(index)]).toBe(id);
        }
        expect(people.state?.places).toEqual(expected);
        await expectOneRoomEach(people);
        await people.world.rooms.close();
      },
    ),
    { numRuns: numRuns / 2 },
  );
});
