import type { MemberId } from '@plenum/shared/core/ids';

/** Adds up the talking time of each member until it is written to the log. Times in ms. */
export class TalkClock {
  readonly #since = new Map<MemberId, number>();
  readonly #ms = new Map<MemberId, number>();

  /** The members who talk now. */
  get talking(): readonly MemberId[] {
    return [...this.#since.keys()];
  }

  /** The talking time of each member since the last `take`. */
  get unwritten(): Record<MemberId, number> {
    return Object.fromEntries([...this.#ms].filter(([, ms]) => ms > 0));
  }

  /** The talking time of all members since the last `take`, without turns that still go on. */
  get unwrittenMs(): number {
    return [...this.#ms.values()].reduce((sum, ms) => sum + ms, 0);
  }

  /** From `now` on, exactly these members talk. Turns that go on are counted up to `now`. */
  setTalking(members: readonly MemberId[], now: number): void {
    for (const [member, since] of this.#since) this.#ms.set(member, (this.#ms.get(member) ?? 0) + (now - since));
    this.#since.clear();
    for (const member of members) this.#since.set(member, now);
  }

  /** Returns the talking time of each member since the last `take`, and starts again at zero. */
  take(): Record<MemberId, number> {
    const taken = this.unwritten;
    this.#ms.clear();
    return taken;
  }
}
