import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Call, DatabasePort } from './DatabasePort.ts';
import type { Holder } from './lease.ts';
import { notOwner } from './procedures/leases.ts';
import { calls as callsOf, ownedRoomsOf } from './Questions.ts';

/** The leases that this process holds, by its own knowledge; the database has the truth. */
export interface Fences {
  readonly holder: Holder;
  /** The fence under which this process owns a family; undefined when it does not. */
  fenceOf(root: RoomId): number | undefined;
  /** The database has refused a write: another process owns the family. */
  onReplaced(root: RoomId): void;
}

/**
 * A database with several writers: before each change that only a room's owner may make, the same transaction checks the lease
 * of the room's family.
 */
export class FencedPort implements DatabasePort {
  readonly #port: DatabasePort;
  readonly #fences: Fences;
  /** The root of the family of each room, which never changes. Cleared when it is large. */
  readonly #roots = new Map<string, Promise<RoomId>>();

  constructor(port: DatabasePort, fences: Fences) {
    this.#port = port;
    this.#fences = fences;
  }

  run(calls: readonly Call[]): Promise<unknown[]> {
    const rooms = ownedRoomsOf(calls);
    return rooms.length === 0 ? this.#port.run(calls) : this.#runFenced(calls, rooms);
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  async #runFenced(calls: readonly Call[], rooms: readonly string[]): Promise<unknown[]> {
    // All calls about a room wait for the same promise, so they keep their order.
    const roots = new Set(await Promise.all(rooms.map((room) => this.#rootOf(room))));
    const checks = [...roots].map((root) => {
      const fence = this.#fences.fenceOf(root);
      if (fence === undefined) throw notOwner(root);
      return callsOf.leases.check({ room: root, ...this.#fences.holder, fence });
    });
    try {
      return (await this.#port.run([...checks, ...calls])).slice(checks.length);
    } catch (error) {
      if (error instanceof AppError && error.bound === 'replaced')
        for (const root of roots) this.#fences.onReplaced(root);
      throw error;
    }
  }

  #rootOf(room: string): Promise<RoomId> {
    const known = this.#roots.get(room);
    if (known) return known;
    if (this.#roots.size >= mostRoots) this.#roots.clear();
    const asked = this.#port.run([callsOf.rooms.root({ room })]).then(([root]) => root as RoomId);
    this.#roots.set(room, asked);
    asked.catch(() => this.#roots.delete(room));
    return asked;
  }
}

const mostRoots = 10_000;
