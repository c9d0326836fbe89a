import type { Clock } from './ports.ts';

/** A welcome that takes no longer than this is given at once, in ms. */
const shortMs = 10;
/** After a long one everything else has this many times as long before the next. */
const rest = 2;

interface Waiting {
  readonly owner: object;
  readonly begin: () => void;
}

/**
 * Whose turn it is to be told the whole of a room. That of a full board takes a third of a second, in which nobody on this
 * server is answered, and asking for it costs a client nothing: so long ones come one after another with pauses between,
 * in turn from each room that has some. How long they take is known by the last one of the room.
 */
export class Welcomes {
  readonly #clock: Clock;
  readonly #costs = new WeakMap<object, number>();
  #waiting: Waiting[] = [];
  #isBusy = false;
  /** Short ones that came while others of their kind had taken too long together. */
  #many: (() => void)[] = [];
  #spentOnShort = 0;
  #isResting = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Runs one of an owner's welcomes when its turn comes, in this very tick if that is now.
   * @throws what `welcome` throws
   */
  async give(owner: object, welcome: () => void): Promise<void> {
    const isLong = (this.#costs.get(owner) ?? 0) > shortMs;
    if (isLong && this.#isBusy) await new Promise<void>((begin) => void this.#waiting.push({ owner, begin }));
    if (!isLong && this.#isResting) await new Promise<void>((begin) => void this.#many.push(begin));
    const begun = this.#clock.monotonic();
    const spent = () => this.#clock.monotonic() - begun;
    try {
      welcome();
      this.#costs.set(owner, spent());
    } finally {
      if (isLong) this.#restFor(rest * spent());
      else if (spent() > shortMs && !this.#isBusy) this.#restFor(rest * spent());
      else this.#countShort(spent());
    }
  }

  /** A hundred short ones at once are as bad as a long one: beyond what that takes, each has a turn of the event loop to itself. */
  #countShort(ms: number): void {
    this.#spentOnShort += ms;
    if (this.#isResting || this.#spentOnShort <= shortMs) return;
    this.#isResting = true;
    this.#clock.after(0, () => this.#nextShort());
  }

  #nextShort(): void {
    const begin = this.#many.shift();
    if (begin) {
      begin();
      this.#clock.after(0, () => this.#nextShort());
    } else {
      this.#spentOnShort = 0;
      this.#isResting = false;
    }
  }

  #restFor(ms: number): void {
    this.#isBusy = true;
    this.#clock.after(ms, () => this.#next());
  }

  /** The first of the room whose turn is longest ago. */
  #next(): void {
    const next = this.#waiting.shift();
    this.#isBusy = next !== undefined;
    if (!next) return;
    const isSame = ({ owner }: Waiting) => owner === next.owner;
    this.#waiting = [...this.#waiting.filter((one) => !isSame(one)), ...this.#waiting.filter(isSame)];
    next.begin();
  }
}
