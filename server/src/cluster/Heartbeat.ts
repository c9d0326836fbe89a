import { inBackground } from '@plenum/shared/core/background';
import type { RoomId } from '@plenum/shared/core/ids';
import type { OwnLeases } from './OwnLeases.ts';
import type { LeaseBook, Timers } from './ports.ts';

/** How long a sign of life is valid, and how often one is given, in ms of the database's clock and of this node's. */
export const leaseMs = 3_000;
const everyMs = 1_000;
/** The rooms of dead nodes that one look takes over. */
const orphansAtOnce = 100;
/** Opening a room mostly waits for the database. */
const openedAtOnce = 8;

interface HeartbeatOptions {
  readonly own: OwnLeases;
  readonly book: LeaseBook;
  readonly timers: Timers;
  /** Opens a room that no living node owns. Never rejects. */
  readonly adopt: (room: RoomId) => Promise<void>;
  /** A newer process runs under the name of this node. */
  readonly onReplaced: () => void;
  readonly failed: (what: string, error: unknown) => void;
}

/** Gives the signs of life of a node, and looks after rooms whose node gives none any more. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #stop: () => void = () => undefined;
  #life: 'beating' | 'stopped' = 'beating';
  #running: Promise<void> = Promise.resolve();
  /** The signs of life in time since the last one that was not. */
  #inTime = 0;
  #adopting = false;
  isCordoned = false;
  /** The monotonic time of the last sign of life that the database took. */
  #taken: number;

  private constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#taken = options.timers.monotonic();
  }

  static start(options: HeartbeatOptions): Heartbeat {
    const heartbeat = new Heartbeat(options);
    heartbeat.#later();
    return heartbeat;
  }

  /** True when the database has taken no sign of life for so long that other nodes may have taken the rooms of this one. */
  get isCutOff(): boolean {
    return this.#options.timers.monotonic() - this.#taken > leaseMs + everyMs;
  }

  /** Waits for the running one. Idempotent. */
  async stop(): Promise<void> {
    this.#life = 'stopped';
    this.#stop();
    await this.#running;
  }

  /** Gives a sign of life now. Never rejects. */
  async beat(): Promise<void> {
    const { own, book, onReplaced, failed } = this.#options;
    let answer: Awaited<ReturnType<LeaseBook['nodes']['beat']>>;
    try {
      answer = await book.nodes.beat({ ...own.holder, leaseMs });
    } catch (error) {
      if (this.#inTime > 0) failed('giving a sign of life', error);
      this.#inTime = 0;
      own.beat('unknown');
      return;
    }
    if (!answer) {
      this.#life = 'stopped';
      own.dropAll();
      return onReplaced();
    }
    this.#taken = this.#options.timers.monotonic();
    this.isCordoned = answer.cordoned;
    own.beat(answer.wasLate ? 'late' : 'inTime');
    this.#inTime = answer.wasLate ? 0 : this.#inTime + 1;
  }

  #later(): void {
    this.#stop = this.#options.timers.after(everyMs, () => {
      this.#running = this.#round();
      inBackground(this.#running, (error) => this.#options.failed('a heartbeat', error));
    });
  }

  async #round(): Promise<void> {
    await this.beat();
    await this.#compare();
    // The next sign of life does not wait until rooms are open: that may take longer than a lease.
    if (this.#life === 'beating') this.#later();
    // After a pause all leases may have run out, also those of nodes that live: each of them gives its sign first.
    if (this.#inTime * everyMs >= leaseMs && !this.isCordoned) await this.#adopt();
  }

  async #compare(): Promise<void> {
    const { own, book, failed } = this.#options;
    const before = own.holdings;
    if (!before.unsure) return;
    try {
      const held = await book.leases.held(own.holder);
      own.compare(before, new Map(held.map(({ root, fence }) => [root, fence])));
    } catch (error) {
      failed('comparing leases', error);
    }
  }

  async #adopt(): Promise<void> {
    if (this.#adopting) return;
    this.#adopting = true;
    try {
      const found = await this.#options.book.leases.orphans({ limit: orphansAtOnce });
      const rooms = found.values();
      const adopting = Array.from({ length: openedAtOnce }, async () => {
        for (const room of rooms) if (this.#life === 'beating' && !this.isCordoned) await this.#options.adopt(room);
      });
      await Promise.all(adopting);
    } catch (error) {
      this.#options.failed('looking for rooms of dead nodes', error);
    } finally {
      this.#adopting = false;
    }
  }
}
