import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../../room/ports.ts';

interface CourtesyOptions {
  /** The load of each media worker, from 0 to 1, and how much it sheds. */
  readonly workers: () => readonly { readonly load: number; readonly shed: number }[];
  /** The people who are in meetings of this server now. */
  readonly people: () => Promise<number>;
  /** How late the event loop of this process is, in ms; left out: it is measured. */
  readonly lateMs?: () => number;
  readonly clock: Clock;
}

/** A worker with a higher load needs the machine for itself. */
const busyLoad = 0.6;
/** A later event loop may make sound late, in ms. */
const lateMs = 50;
/** How long work stands before the machine is looked at again, in ms. */
const pauseMs = 1_000;

/** Lets work that can wait stand back behind running meetings. Without any meeting it never waits. */
export class Courtesy {
  readonly #options: CourtesyOptions;
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });

  constructor(options: CourtesyOptions) {
    this.#options = options;
    this.#delay.enable();
  }

  /** Stops measuring. Idempotent. */
  close(): void {
    this.#delay.disable();
  }

  /** Whether a meeting runs that work could hurt now: a worker is loaded, or this process answers late. */
  async isBusy(): Promise<boolean> {
    if ((await this.#options.people()) === 0) return false;
    const late = this.#options.lateMs?.() ?? this.#measured();
    return late > lateMs || this.#options.workers().some(({ load, shed }) => shed > 0 || load > busyLoad);
  }

  /**
   * Resolves when the next piece of work may begin. While meetings run, work rests as long as its last piece took, so that it
   * takes half of the time at most. @throws the reason of the signal
   */
  async turn(spentMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if ((await this.#options.people()) === 0) return;
    await this.pause(spentMs, signal);
    while (await this.isBusy()) await this.pause(pauseMs, signal);
  }

  /** How late this process was in 99 of 100 looks since it was asked last, in ms. */
  #measured(): number {
    const late = this.#delay.count === 0 ? 0 : this.#delay.percentile(99) / 1e6;
    this.#delay.reset();
    return late;
  }

  /** Waits. @throws the reason of the signal, at once */
  pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      const cancel = this.#options.clock.after(ms, end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}
