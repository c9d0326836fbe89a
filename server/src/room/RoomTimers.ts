import type { RoomId } from '@plenum/shared/core/ids';
import type { Clock } from './ports.ts';

/** One timer for each room, all of one length, which run the same function. */
export class RoomTimers {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #run: (room: RoomId) => void;
  readonly #cancels = new Map<RoomId, () => void>();

  constructor(clock: Clock, ms: number, run: (room: RoomId) => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#run = run;
  }

  /** Starts the timer of a room, again when it runs. */
  start(room: RoomId): void {
    this.cancel(room);
    const cancel = this.#clock.after(this.#ms, () => this.runNow(room));
    this.#cancels.set(room, cancel);
  }

  /** Runs the function now when the timer of the room runs. Idempotent. */
  runNow(room: RoomId): void {
    if (this.cancel(room)) this.#run(room);
  }

  /** @returns whether the timer ran. Idempotent */
  cancel(room: RoomId): boolean {
    this.#cancels.get(room)?.();
    return this.#cancels.delete(room);
  }

  cancelAll(): void {
    for (const room of this.#cancels.keys()) this.cancel(room);
  }
}
