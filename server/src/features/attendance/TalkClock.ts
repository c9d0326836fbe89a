import type { MemberId } from '@plenum/shared/core/ids';

/** Adds up who talks for how long, between two moments at which it is written down. Times in ms. */
export class TalkClock {
  readonly #since = new Map<MemberId, number>();
  readonly #ms = new Map<MemberId, number>();

  /** Who is talking as far as is known. */
  get talking(): readonly MemberId[] {
    return [...this.#since.keys()];
  }

  /** What each has talked since the last `take`. */
  get waiting(): Record<MemberId, number> {
    return Object.fromEntries([...this.#ms].filter(([, ms]) => ms > 0));
  }

  /** What has come together since the last `take`, turns that go on not counted. */
  get waitingMs(): number {
    return [...this.#ms.values()].reduce((sum, ms) => sum + ms, 0);
  }

  /** From `now` on these are talking, and nobody else. Turns that go on are counted up to here. */
  hear(members: readonly MemberId[], now: number): void {
    for (const [member, since] of this.#since) this.#ms.set(member, (this.#ms.get(member) ?? 0) + (now - since));
    this.#since.clear();
    for (const member of members) this.#since.set(member, now);
  }

  /** What each has talked since the last time, and begins anew. */
  take(): Record<MemberId, number> {
    const taken = this.waiting;
    this.#ms.clear();
    return taken;
  }
}
