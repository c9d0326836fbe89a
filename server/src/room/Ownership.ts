import type { RoomId } from '@plenum/shared/core/ids';
import { type Directory, Moved, type Place, type Where } from '../cluster/Directory.ts';

interface OwnershipOptions {
  readonly directory: Directory;
  /** The root of the family of a room: its ancestor without a parent. */
  readonly rootOf: (room: RoomId) => Promise<RoomId>;
  readonly failed: (room: RoomId, error: unknown) => void;
}

/** The right to work on a family of rooms. */
export interface Hold {
  readonly root: RoomId;
  /** Idempotent. */
  readonly release: () => void;
}

/** The families that this node owns while it works on a room of them; each family is released after its last work. */
export class Ownership {
  readonly #options: OwnershipOptions;
  readonly #holders = new Map<RoomId, number>();
  /** The last claim or release of each family: the next one waits for it. */
  readonly #lastCall = new Map<RoomId, Promise<unknown>>();
  /** The families that are being offered to other nodes. */
  readonly #offers = new Map<RoomId, Promise<Place | undefined>>();

  constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  /**
   * Owns the family of a room until it is released.
   * @param where `anywhere`: another node may take a family that no node owns
   * @throws Moved
   */
  async hold(room: RoomId, where: Where = 'here'): Promise<Hold> {
    const { directory, rootOf } = this.#options;
    const root = await rootOf(room);
    this.#holders.set(root, (this.#holders.get(root) ?? 0) + 1);
    let isHeld = true;
    const release = () => {
      if (isHeld) this.#removeHolder(root);
      isHeld = false;
    };
    try {
      const other = where === 'anywhere' && directory.hasOthers ? await this.#offer(root) : undefined;
      if (other) throw new Moved(other);
      const claim = await this.#inTurn(root, () => directory.claim(root));
      if (claim.owner === 'elsewhere') throw new Moved(claim.place);
      return { root, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Resolves when the last claim or release of a family is done. */
  async settled(root: RoomId): Promise<void> {
    await this.#lastCall.get(root);
  }

  /** Resolves when no claim or release runs. */
  async idle(): Promise<void> {
    while (this.#lastCall.size > 0) await Promise.allSettled(this.#lastCall.values());
  }

  /** Not in turn with the claims: the other node may offer the family to this one meanwhile, and waits until it is claimed. */
  #offer(root: RoomId): Promise<Place | undefined> {
    const running = this.#offers.get(root);
    if (running) return running;
    const offer = this.#options.directory.offer(root).finally(() => this.#offers.delete(root));
    this.#offers.set(root, offer);
    return offer;
  }

  #removeHolder(root: RoomId): void {
    const others = (this.#holders.get(root) ?? 1) - 1;
    if (others > 0) {
      this.#holders.set(root, others);
      return;
    }
    this.#holders.delete(root);
    const released = this.#inTurn(root, async () => {
      if (!this.#holders.has(root)) await this.#options.directory.release(root);
    });
    released.catch((error: unknown) => this.#options.failed(root, error));
  }

  #inTurn<T>(root: RoomId, call: () => Promise<T>): Promise<T> {
    const answer = (this.#lastCall.get(root) ?? Promise.resolve()).then(call, call);
    const done: Promise<unknown> = answer
      .catch(() => undefined)
      .finally(() => {
        if (this.#lastCall.get(root) === done) this.#lastCall.delete(root);
      });
    this.#lastCall.set(root, done);
    return answer;
  }
}
