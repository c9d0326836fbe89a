import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { mediaRules } from '../src/features/index.ts';
import { MediaReader } from '../src/gateway/MediaReader.ts';
import { MediaRooms } from '../src/gateway/mediaRooms.ts';
import { FakeMediaEngine } from '../src/media/FakeMediaEngine.ts';
import type { MediaEngine } from '../src/media/MediaEngine.ts';
import { TestLine } from '../src/media/testing/TestLine.ts';
import { openPoll } from './ballots.ts';
import { idOf } from './breakouts.ts';
import { type Calls, FaultyPorts } from './FaultyPorts.ts';
import { type Client, World } from './world.ts';

const stray: unknown[] = [];
const note = (reason: unknown) => void stray.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

const otherRoom = 'other-room';
const tick = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** A meeting from its first guest to its last, and another one beside it; one call of their ports fails. */
class Meeting {
  readonly ports: FaultyPorts;
  readonly world = new World();
  #media: MediaRooms;
  /** The errors that people got, which may happen: they do not repeat a failed step. */
  readonly failures: unknown[] = [];

  private constructor(fails: Calls | undefined) {
    this.ports = new FaultyPorts(fails);
    const fake = new FakeMediaEngine({ after: (ms, callback) => this.world.clock.after(ms, callback) });
    const engine = this.ports.wrap<MediaEngine>('engine', {
      createRoom: async (id, onFact) => this.ports.wrap('mediaRoom', await fake.createRoom(id, onFact)),
      healthy: () => fake.healthy(),
      workers: fake.workers,
      close: () => fake.close(),
    });
    const { world } = this;
    world.wrap = this.ports.wrap;
    const report = {
      failed: (_room: string, what: string, error: unknown) => String(world.reports.push({ what, error })),
    };
    this.#media = new MediaRooms(engine, world.slices.media, mediaRules, report);
    world.readers = [
      new MediaReader({
        orders: mediaRules.orders,
        mediaRooms: this.#media,
        mediaLines: {
          end: (room, member) => this.#media.detach(room, member),
          endAll: (room) => this.#media.close(room),
        },
        report,
      }).onCommitted,
    ];
    world.onClosed = (room) => this.#media.close(room);
  }

  static async hold(fails?: Calls): Promise<Meeting> {
    const meeting = new Meeting(fails);
    const { world } = meeting;
    for (const id of ['test-room', otherRoom]) {
      await world.log.createRoom({ id, title: 'Test', hostKeyHash: '00', createdAt: world.clock.now() });
    }
    await meeting.#startServer();
    await meeting.#firstHalf();
    await meeting.#step(() => world.rooms.close());
    await meeting.#startServer();
    await meeting.#secondHalf();
    return meeting;
  }

  /** True when a new member can come in and send a message, at one of a few tries. */
  async carriesOn(room: string): Promise<boolean> {
    for (const name of ['Zoe', 'Zita', 'Zora', 'Zack', 'Zeno']) {
      const zoe = await this.#step(() => this.world.joinIn(room, { id: name.toLowerCase(), name, role: 'host' }));
      const reply = zoe && (await this.#step(() => zoe.ask(chat, 'send', { text: 'still here' })));
      if (reply?.ok) return true;
    }
    return false;
  }

  async #startServer(): Promise<void> {
    // A service manager starts a server again when its start failed.
    for (let tries = 0; tries < 5; tries += 1) {
      const started = await this.#step(async () => {
        await this.world.start();
        return true;
      });
      if (started) return;
    }
  }

  async #firstHalf(): Promise<void> {
    const { world } = this;
    const ana = await this.#step(() => world.enter('Ana', 'host'));
    const ben = await this.#step(() => world.enter('Ben'));
    await this.#step(() => world.joinIn(otherRoom, { id: 'olga', name: 'Olga', role: 'host' }));
    if (!ana || !ben) return;
    await this.#step(() => ana.ask(chat, 'send', { text: 'hello' }));
    await this.#step(() => this.#openMediaLine(ana));
    await this.#vote(ana);
    await this.#step(() => ana.ask(breakout, 'assign', { member: 'ben', room: 'a' }));
    await this.#step(() => ana.ask(breakout, 'open', {}));
    await this.#pass(1_000);
    await this.#visit(ben);
    await this.#step(() => ana.ask(breakout, 'close', {}));
    await this.#pass(6_000);
    await this.#step(() => ana.ask(breakout, 'open', {}));
    await this.#pass(1_000);
    await this.#visit(ben);
  }

  async #secondHalf(): Promise<void> {
    const { world } = this;
    const ana = await this.#step(() => world.enter('Ana', 'host'));
    await this.#pass(1_000);
    if (ana) await this.#step(() => this.#openMediaLine(ana));
    if (ana) await this.#step(() => ana.ask(presence, 'leave', {}));
    // The grace period, and the time after which an empty room leaves memory.
    await this.#pass(200_000);
  }

  async #vote(ana: Client): Promise<void> {
    const id = await this.#step(() => openPoll(ana, { secret: true }));
    if (id !== undefined) await this.#step(() => ana.ask(poll, 'close', { poll: id }));
  }

  async #visit(ben: Client): Promise<void> {
    await this.#step(async () => {
      const room = idOf(ben, '1');
      await ben.ask(breakout, 'enter', { room });
      const visitor = await this.world.joinIn(room, ben.seat);
      await this.#openMediaLine(visitor);
      await visitor.ask(chat, 'send', { text: 'in here' });
    });
  }

  async #openMediaLine({ room, seat }: Client): Promise<void> {
    const media = await this.#media.of(room);
    const line = new TestLine();
    media.attach(seat.id, line);
    media.release(seat.id, line);
  }

  /** One step of a member; runs the timers that it waits for. */
  async #step<T>(act: () => Promise<T>): Promise<T | undefined> {
    const state = { isDone: false };
    const done = act()
      .catch((error: unknown) => void this.failures.push(error))
      .finally(() => (state.isDone = true));
    for (let waited = 0; !state.isDone && waited < 200; waited += 1) {
      await tick();
      if (!state.isDone) this.world.clock.advance(50);
    }
    if (!state.isDone) throw new Error(`A step waits for ever: ${act.toString()}`);
    return (await done) ?? undefined;
  }

  async #pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += ms / 10) {
      this.world.clock.advance(ms / 10);
      await tick();
      await tick();
    }
  }
}

/** How many calls of one method fail, one in each run: the first ones, which differ most. */
const mostOfOne = 15;
/** Once, and for a while that is shorter than the time after which a room gives its log up. */
const lengths = [1, 4];

describe('a port fails, once or for a while', () => {
  it.each(['store', 'engine', 'mediaRoom', 'channel'])(
    '%s: no rejection is unhandled, and the meeting and the other one go on',
    async (port) => {
      const whole = await Meeting.hold();
      expect([whole.failures, whole.world.reports]).toEqual([[], []]);
      const calls = [...whole.ports.calls].filter(([method]) => method.startsWith(`${port}.`));
      expect(calls).not.toEqual([]);
      for (const [method, count] of calls) {
        for (let nth = 1; nth <= Math.min(count, mostOfOne); nth += 1) {
          for (const times of lengths) await expectGoesOn({ method, nth, times });
        }
      }
    },
    120_000,
  );
});

async function expectGoesOn(fails: Calls): Promise<void> {
  const meeting = await Meeting.hold(fails);
  const where = `${fails.method}, call ${fails.nth}, ${fails.times} times`;
  expect(meeting.ports.hasFailed, where).toBe(true);
  expect(await meeting.carriesOn(otherRoom), where).toBe(true);
  expect(await meeting.carriesOn('test-room'), where).toBe(true);
  await tick();
  expect(stray, where).toEqual([]);
}
