import { mostShed, type ShedLevel } from '../overload/shedLevels.ts';
import { TestClock } from '../testing/TestClock.ts';
import type { LoadReader, Reading } from './LoadReader.ts';
import { readEveryMs } from './LoadWatch.ts';

const calm: Reading = { queuedBytes: 0, drops: 0, busy: 0.1, lagMs: 0 };
const standing: Reading = { queuedBytes: 60_000, drops: 0, busy: 1, lagMs: 0 };
/** More readings than the most patient way from the highest level to the lowest takes. */
const mostReadings = 10_000;

/** What workers are read to be doing, by a clock of its own: every worker has as much to do as the test says. */
export class ScriptedLoad {
  readonly #clock = new TestClock();
  #reading = calm;
  #concerned = 0;
  readonly after = this.#clock.after;
  readonly now = this.#clock.now;
  readonly reader: LoadReader = {
    read: (workers) => workers.map((_, index) => (index < this.#concerned ? this.#reading : calm)),
    close: () => {},
  };

  /** One reading of workers that have no time left, and nothing in their sockets. */
  readBusy(): void {
    this.#concerned = Number.POSITIVE_INFINITY;
    this.#reading = { ...calm, busy: 1 };
    this.#clock.turn(readEveryMs);
  }

  /** Gives the first of the workers too much or little to do until each of them has this level. */
  reach(level: ShedLevel, levels: () => readonly ShedLevel[]): void {
    this.#concerned = levels().length;
    for (let read = 0; read < mostReadings && levels().some((one) => one !== level); read += 1) {
      this.#reading = levels().some((one) => one < level) ? standing : calm;
      this.#clock.turn(readEveryMs);
    }
    // What is left of the window must not make another step.
    this.#reading = level === mostShed ? standing : calm;
  }
}
