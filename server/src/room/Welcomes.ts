import type { Clock } from './ports.ts';

/** A welcome that takes at most this long runs at once, in ms. */
const shortMs = 10;
/** The pause after a long welcome, in multiples of its duration. */
const pauseFactor = 2;

interface Waiting {
  readonly owner: object;
  readonly begin: () => void;
}

/**
 * The turns of welcomes. The whole view of a full board takes a third of a second, in which this server answers nobody, and
 * a client can ask for it at no cost. So long welcomes run one after another with pauses, in turn from each room that has
 * some. The last welcome of a room says how long its next one takes.
 */
export class Welcomes {
  readonly #clock: Clock;
  readonly #costs = new WeakMap<object, number>();
  #waiting: Waiting[] = [];
  #isBusy = false;
  /** Short welcomes that wait because earlier ones of this tick took too long together. */
  #waitingShort: (() => void)[] = [];
  #spentOnShort = 0;
  #isPausing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Runs one of an owner's welcomes when its turn comes, in this tick if that is now.
   * @throws what `welcome` throws
   */
  async give(owner: object, welcome: () => void): Promise<void> {
    const isLong = (this.#costs.get(owner) ?? 0) > shortMs;
    if (isLong && this.#isBusy) await new Promise<void>((begin) => void this.#waiting.push({ owner, begin }));
    if (!isLong && this.#isPausing) await new Promise<void>((begin) => void this.#waitingShort.push(begin));
    const begun = this.#clock.monotonic();
    const spent = () => this.#clock.monotonic() - begun;
    try {
      welcome();
      this.#costs.set(owner, spent());
    } finally {
      if (isLong) this.#pauseFor(pauseFactor * spent());
      else if (spent() > shortMs && !this.#isBusy) this.#pauseFor(pauseFactor * spent());
      else this.#countShort(spent());
    }
  }

  /** Counts a short welcome: after too many in one tick, each further one gets its own turn of the event loop. */
  #countShort(ms: number): void {
    this.#spentOnShort += ms;
    if (this.#isPausing || this.#spentOnShort <= shortMs) return;
    this.#isPausing = true;
    this.#clock.after(0, () => this.#nextShort());
  }

  #nextShort(): void {
    const begin = this.#waitingShort.shift();
    if (begin) {
      begin();
      this.#clock.after(0, () => this.#nextShort());
    } else {
      this.#spentOnShort = 0;
      this.#isPausing = false;
    }
  }

  #pauseFor(ms: number): void {
    this.#isBusy = true;
    this.#clock.after(ms, () => this.#next());
  }

  /** Runs the next welcome of the room that has waited longest. */
  #next(): void {
    const next = this.#waiting.shift();
    this.#isBusy = next !== undefined;
    if (!next) return;
    const isSame = ({ owner }: Waiting) => owner === next.owner;
    this.#waiting = [...this.#waiting.filter((one) => !isSame(one)), ...this.#waiting.filter(isSame)];
    next.begin();
  }
}
