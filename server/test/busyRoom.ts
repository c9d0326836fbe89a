import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { hand } from '@plenum/shared/features/hand/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { addPages, note, page } from './boards.ts';
import { type Client, roomId, type World } from './world.ts';

/** The sizes of the log and the snapshot after a day. */
export interface Measure {
  readonly rows: number;
  readonly bytes: number;
  readonly refused: number;
  readonly asked: number;
}

/** A day of a meeting: much drawing, some messages, and the acts of moderators. */
export interface Day {
  /** The number of rounds; in each round every member draws, changes and removes something. */
  readonly rounds: number;
  /** The length of the longest text on the board. */
  readonly textLength: number;
}

const hourMs = 3_600_000;

/** A room that meets every day, by a clock that the test moves. */
export class BusyRoom {
  readonly #world: World;
  readonly #people: Client[] = [];

  private constructor(world: World) {
    this.#world = world;
  }

  static async create(world: World, names: readonly string[]): Promise<BusyRoom> {
    const room = new BusyRoom(world);
    for (const [index, name] of names.entries()) {
      room.#people.push(await world.enter(name, index === 0 ? 'host' : 'participant'));
    }
    await addPages(world);
    return room;
  }

  /** The host, with the present line. */
  get host(): Client {
    const [host] = this.#people;
    if (!host) throw new Error('the room is empty');
    return host;
  }

  get people(): readonly Client[] {
    return this.#people;
  }

  async live({ rounds, textLength }: Day): Promise<Measure> {
    let [refused, asked] = [0, 0];
    const count = (replies: readonly { readonly ok: boolean }[]) => {
      asked += replies.length;
      refused += replies.filter(({ ok }) => !ok).length;
    };
    for (let round = 0; round < rounds; round += 1) {
      this.#world.clock.advance(500);
      const rounded = await Promise.all(this.#people.map((client) => this.#work(client, round, textLength)));
      count(rounded.flat());
    }
    count(await this.#moderate());
    this.#world.clock.advance(8 * hourMs);
    await settled();
    const bytes = await this.#world.log.logBytes(roomId);
    return { rows: this.#world.log.logOf(roomId).length, bytes, refused, asked };
  }

  /** Stops or kills the server, and brings all members back on new lines. */
  async restart(how: 'stopped' | 'killed'): Promise<void> {
    if (how === 'stopped') await this.#world.rooms.close();
    await this.#world.start();
    for (const [index, client] of this.#people.entries()) {
      this.#people[index] = await this.#world.join(client.seat, client.seq, client);
    }
  }

  async #work(client: Client, round: number, textLength: number) {
    const shape = note('n'.repeat(textLength));
    const { id } = shape;
    const put = await client.ask(whiteboard, 'put', { page, shapes: [shape] });
    const text = String(round)
      .repeat(Math.ceil(textLength / 4))
      .slice(0, textLength);
    const change = await client.ask(whiteboard, 'change', { page, changes: [{ id, set: { text, x: round } }] });
    const remove = await client.ask(whiteboard, 'remove', { page, ids: [id] });
    if (round % 4 > 0) return [put, change, remove];
    const [up, down] = [await client.ask(hand, 'raise', {}), await client.ask(hand, 'lower', {})];
    return [put, change, remove, up, down, await client.ask(chat, 'send', { text: `word ${round}` })];
  }

  async #moderate() {
    const { host } = this;
    const { revision, options } = host.state(breakout).draft;
    const rooms = ['a', 'b'].map((key) => ({ key, name: `${key}${revision}` }));
    const draft = await host.ask(breakout, 'draft', { revision, rooms, assigned: [], expected: [], options });
    return [draft, await host.ask(whiteboard, 'clear', { page })];
  }
}

/** Resolves when snapshots and compaction have ended: the log in memory answers in microtasks alone. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
