import type { RoomId } from '@plenum/shared/core/ids';

/** The rooms that stay closed while something works on their logs. */
export class Closed {
  /** Each promise resolves when the work ends. */
  readonly #working = new Map<RoomId, Promise<void>>();

  /** Resolves when nothing works on the log of a room; then the caller must open the room before it awaits anything else. */
  async left(id: RoomId): Promise<void> {
    while (this.#working.has(id)) await this.#working.get(id);
  }

  /** Runs the works on one room one after the other. */
  async during<T>(id: RoomId, work: () => Promise<T>): Promise<T> {
    await this.left(id);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#working.set(id, promise);
    try {
      return await work();
    } finally {
      this.#working.delete(id);
      resolve();
    }
  }
}
