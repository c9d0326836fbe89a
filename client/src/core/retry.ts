/** Waits between two tries, in ms: the shortest and the longest. */
const waits = { min: 500, max: 8_000 } as const;

interface RetryOptions {
  readonly run: () => void;
  /** `at` is epoch ms. */
  readonly onWait: (attempt: number, at: number) => void;
  readonly random?: () => number;
}

/** Retries after exponential waits with jitter, and at once when the browser is online again. */
export class Retry {
  readonly #options: RetryOptions;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onOnline = () => this.now();

  constructor(options: RetryOptions) {
    this.#options = options;
    // Node has no such events.
    globalThis.addEventListener?.('online', this.#onOnline);
  }

  /** Plans the next try; does nothing when one is planned. */
  schedule(): void {
    if (this.#timer !== undefined) return;
    this.#attempt += 1;
    const { random = Math.random, onWait } = this.#options;
    const longest = Math.min(waits.max, waits.min * 2 ** this.#attempt);
    const wait = Math.round(waits.min + random() * (longest - waits.min));
    this.#timer = setTimeout(() => this.now(), wait);
    onWait(this.#attempt, Date.now() + wait);
  }

  /** Makes the planned try at once; does nothing when none is planned. */
  now(): void {
    if (this.#timer === undefined) return;
    this.cancel();
    this.#options.run();
  }

  /** A try succeeded: cancels the plan, and makes the next wait a short one. */
  reset(): void {
    this.#attempt = 0;
    this.cancel();
  }

  /** Cancels the planned try, but keeps the count of tries. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.reset();
    globalThis.removeEventListener?.('online', this.#onOnline);
  }
}
