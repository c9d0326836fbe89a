import type { Clock } from './ports.ts';
import type { AnySlice } from './serve.ts';
import type { States } from './Transaction.ts';

interface AlarmOptions {
  readonly clock: Clock;
  readonly slices: ReadonlyMap<string, AnySlice>;
  readonly states: () => States;
  /** Never rejects. */
  readonly wake: (slice: AnySlice) => Promise<void>;
}

/** What timers bear, in ms; a later appointment is looked at again on the way. */
const longestMs = 2 ** 31 - 1;
/** Between two tries when a feature could not be woken, in ms. */
const againMs = 1_000;

/** Wakes each feature of a room when its state says so. One timer, set anew whenever the state has changed. */
export class Alarm {
  readonly #options: AlarmOptions;
  #cancel: () => void = () => {};
  #life: 'running' | 'stopped' = 'running';

  constructor(options: AlarmOptions) {
    this.#options = options;
  }

  /** Looks at the state again. Nothing rings within `soonest` ms. */
  set(soonest: number = 0): void {
    this.#cancel();
    this.#cancel = () => {};
    if (this.#life === 'stopped') return;
    const times = [...this.#options.slices.values()].flatMap((slice) => this.#timeOf(slice) ?? []);
    if (times.length === 0) return;
    const { clock } = this.#options;
    const wait = Math.max(soonest, Math.min(...times) - clock.now());
    this.#cancel = clock.after(Math.min(wait, longestMs), () => void this.#ring());
  }

  stop(): void {
    this.#life = 'stopped';
    this.#cancel();
  }

  #timeOf(slice: AnySlice): number | undefined {
    return slice.handlers.wakesAt?.(this.#options.states()[slice.name]);
  }

  async #ring(): Promise<void> {
    const { clock, slices, wake } = this.#options;
    const isDue = (slice: AnySlice) => (this.#timeOf(slice) ?? Infinity) <= clock.now();
    await Promise.all([...slices.values()].filter(isDue).map(wake));
    this.set(againMs);
  }
}
