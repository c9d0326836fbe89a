import { inBackground } from '@plenum/shared/core/background';
import type { Clock } from './ports.ts';
import type { AnySlice, Context } from './serve.ts';
import type { States } from './states.ts';

interface ErrandsOptions {
  readonly clock: Clock;
  readonly slices: ReadonlyMap<string, AnySlice>;
  /** What is committed. */
  readonly states: () => States;
  readonly readBox: (slice: AnySlice, box: string) => Promise<unknown[]>;
  /** Runs a handler of this slice in a transaction of its own. */
  readonly run: (slice: AnySlice, handle: (context: Context) => void) => Promise<void>;
  readonly failed: (what: string, error: unknown) => void;
}

/** What timers bear, in ms; a later appointment is looked at again on the way. */
const longestMs = 2 ** 31 - 1;
/** Between two tries when an errand failed, in ms. */
const againMs = 1_000;

/** What a room does without being asked: it wakes features at their time and brings them the boxes they opened. */
export class Errands {
  readonly #options: ErrandsOptions;
  #cancel: () => void = () => {};
  #life: 'running' | 'stopped' = 'running';

  constructor(options: ErrandsOptions) {
    this.#options = options;
  }

  /** Sets the one timer by the state as it is now; call it whenever that has changed. Nothing rings within `soonest` ms. */
  setAlarm(soonest: number = 0): void {
    this.#cancel();
    this.#cancel = () => {};
    if (this.#life === 'stopped') return;
    const times = [...this.#options.slices.values()].flatMap((slice) => this.#timeOf(slice) ?? []);
    if (times.length === 0) return;
    const { clock } = this.#options;
    const wait = Math.max(soonest, Math.min(...times) - clock.now());
    this.#cancel = clock.after(Math.min(wait, longestMs), () => {
      inBackground(this.#ring(), (error) => this.#report('ringing', error));
    });
  }

  /** Tries until the feature has heard what is in its box, or the room closes. Never rejects. */
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
    // Timers may ring a little early; a feature that was woken and still wants to be is in trouble.
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
