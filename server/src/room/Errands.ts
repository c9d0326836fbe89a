import { inBackground } from '@plenum/shared/core/background';
import type { Clock } from './ports.ts';
import type { AnySlice, Context } from './serve.ts';
import type { States } from './states.ts';

interface ErrandsOptions {
  readonly clock: Clock;
  readonly slices: ReadonlyMap<string, AnySlice>;
  /** The committed states. */
  readonly states: () => States;
  readonly readBox: (slice: AnySlice, box: string) => Promise<unknown[]>;
  /** Runs a handler of this slice in its own transaction. */
  readonly run: (slice: AnySlice, handle: (context: Context) => void) => Promise<void>;
  readonly failed: (what: string, error: unknown) => void;
}

/** The longest delay that a timer takes, in ms; for a later time the timer is set again on the way. */
const longestMs = 2 ** 31 - 1;
/** The pause between two tries of a failed errand, in ms. */
const againMs = 1_000;

/** What a room does without a command: it wakes features at their times and brings them the boxes that they opened. */
export class Errands {
  readonly #options: ErrandsOptions;
  #cancel: () => void = () => {};
  #life: 'running' | 'stopped' = 'running';

  constructor(options: ErrandsOptions) {
    this.#options = options;
  }

  /** Sets the one timer from the committed state; call it after each commit. It fires no sooner than after `soonest` ms. */
  setAlarm(soonest: number = 0): void {
    this.#cancel();
    this.#cancel = () => {};
    if (this.#life === 'stopped') return;
    const times = [...this.#options.slices.values()].flatMap((slice) => this.#timeOf(slice) ?? []);
    if (times.length === 0) return;
    const { clock } = this.#options;
    const wait = Math.max(soonest, Math.min(...times) - clock.now());
    this.#cancel = clock.after(Math.min(wait, longestMs), () => {
      inBackground(this.#ring(), (error) => this.#report('waking features', error));
    });
  }

  /** Gives the values of the box to the feature, and tries again until that succeeds or the room closes. Never rejects. */
  async bringBox(slice: AnySlice, box: string): Promise<void> {
    const { clock, readBox, run } = this.#options;
    while (this.#life === 'running') {
      try {
        const values = await readBox(slice, box);
        return await run(slice, (context) => slice.handlers.errands?.box?.(context, box, values));
      } catch (error) {
        this.#report(`reading a box of ${slice.name}`, error);
        await new Promise<void>((resolve) => void clock.after(againMs, resolve));
      }
    }
  }

  /** Idempotent. */
  stop(): void {
    this.#life = 'stopped';
    this.#cancel();
  }

  #timeOf(slice: AnySlice): number | undefined {
    return slice.handlers.errands?.wakesAt?.(this.#options.states()[slice.name]);
  }

  async #ring(): Promise<void> {
    const { clock, slices } = this.#options;
    const due = [...slices.values()].filter((slice) => (this.#timeOf(slice) ?? Infinity) <= clock.now());
    await Promise.all(due.map((slice) => this.#wake(slice)));
    // Timers may fire a little early. A feature that is still due after its wake has failed: it waits before the next try.
    const isStuck = due.some((slice) => (this.#timeOf(slice) ?? Infinity) <= clock.now());
    this.setAlarm(isStuck ? againMs : 0);
  }

  async #wake(slice: AnySlice): Promise<void> {
    try {
      await this.#options.run(slice, (context) => slice.handlers.errands?.wake?.(context));
    } catch (error) {
      this.#report(`waking ${slice.name}`, error);
    }
  }

  #report(what: string, error: unknown): void {
    if (this.#life === 'running') this.#options.failed(what, error);
  }
}
