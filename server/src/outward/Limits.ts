import { type OutwardBounds, OutwardError } from './ports.ts';

/** The time bounds of one request with all its steps: the whole time, and the wait for the next byte. */
export class Limits {
  readonly #bounds: OutwardBounds;
  readonly #onEnd: () => void;
  readonly #abort = new AbortController();
  readonly #total: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  #reason: OutwardError | undefined;
  #isOver = false;

  /** @param onEnd called once, when the request is over */
  constructor(bounds: OutwardBounds, onEnd: () => void) {
    this.#bounds = bounds;
    this.#onEnd = onEnd;
    this.#total = setTimeout(
      () => this.#stop('late', `The address took longer than ${bounds.totalMs} ms.`),
      bounds.totalMs,
    );
  }

  /** Aborts when a bound is met and when the request is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The server now waits for the other side. */
  waits(): void {
    clearTimeout(this.#idle);
    if (this.#isOver) return;
    const { idleMs } = this.#bounds;
    this.#idle = setTimeout(() => this.#stop('silent', `The address sent nothing for ${idleMs} ms.`), idleMs);
  }

  /** The other side has sent something, and the server is busy with it. */
  rests(): void {
    clearTimeout(this.#idle);
  }

  /** Waits for a promise, but no longer than the bounds. @throws OutwardError `late`, `silent` */
  async race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    let onAbort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(this.reasonOr(undefined));
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([promise, aborted]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The bound that was met, else the error itself when it is a typed one, else `unreachable`. */
  reasonOr(error: unknown): OutwardError {
    if (this.#reason) return this.#reason;
    if (error instanceof OutwardError) return error;
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    return new OutwardError(
      'unreachable',
      `The address cannot be reached (${typeof code === 'string' ? code : 'the connection ended'}).`,
      error,
    );
  }

  /** Ends the request and frees its timers. Idempotent. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#total);
    clearTimeout(this.#idle);
    this.#abort.abort();
    this.#onEnd();
  }

  #stop(reason: 'late' | 'silent', words: string): void {
    if (this.#isOver) return;
    this.#reason = new OutwardError(reason, words);
    this.end();
  }
}
