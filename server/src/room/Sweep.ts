import { inBackground } from '@plenum/shared/core/background';
import type { RoomId } from '@plenum/shared/core/ids';
import { Moved } from '../cluster/Directory.ts';
import type { RoomsOptions } from './roomsOptions.ts';

interface SweepOptions
  extends Pick<RoomsOptions, 'store' | 'clock' | 'slices' | 'report' | 'retentionMs' | 'unenteredMs'> {
  /** Erases a room, unless people have come meanwhile. @throws Moved */
  readonly retire: (id: RoomId) => Promise<void>;
}

const everyMs = 60_000;

/** Erases, once a minute, the rooms that have been empty for long enough. */
export class Sweep {
  readonly #options: SweepOptions;
  /** Rooms that are being brought in and are not whole yet: no sweep erases them. */
  readonly spared = new Set<RoomId>();
  #stop: (() => void) | undefined;
  /** The number of sweeps wanted: the one that runs, and at most one after it. */
  #wanted = 0;

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stop = this.#options.clock.after(everyMs, () => {
      inBackground(this.#runInTurn(), (error) => this.#options.report.failed('sweep', 'erasing old rooms', error));
      if (this.#stop) this.start();
    });
  }

  /** Starts no further sweep. Idempotent. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Runs one sweep at a time, because two would erase a room twice; all calls during a sweep cause one more. */
  async #runInTurn(): Promise<void> {
    const isRunning = this.#wanted > 0;
    this.#wanted = isRunning ? 2 : 1;
    if (isRunning) return;
    try {
      for (; this.#wanted > 0; this.#wanted -= 1) await this.#run();
    } finally {
      this.#wanted = 0;
    }
  }

  async #run(): Promise<void> {
    const { store, clock, retentionMs, unenteredMs, report, retire } = this.#options;
    // A room that is complete by now was not when the store was asked.
    const spared = new Set(this.spared);
    const old = new Set(await store.roomsEmptySince(clock.now() - retentionMs));
    for (const id of await store.roomsEmptySince(clock.now() - Math.min(unenteredMs, retentionMs))) {
      if (spared.has(id) || this.spared.has(id)) continue;
      try {
        if (old.has(id) || (await this.#isUnentered(id))) await retire(id);
      } catch (error) {
        // The other node erases its own families. An error in one room does not stop the sweep of the others.
        if (!(error instanceof Moved)) report.failed(id, 'erasing an old room', error);
      }
    }
  }

  /** Whether no member has ever entered: the log has no entry but those of the opening. */
  async #isUnentered(id: RoomId): Promise<boolean> {
    const { store, slices } = this.#options;
    const begin = new Set(slices.flatMap(({ name, handlers }) => (handlers.life?.opened ? [name] : [])));
    const length = await store.lastSeq(id);
    if (length > begin.size) return false;
    const entries = await store.read(id, 0, length + 1);
    // An entry that cannot be read may be of a member.
    return entries.length === length && entries.every(({ feature }) => begin.has(feature));
  }
}
