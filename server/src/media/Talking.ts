import type { MemberId } from '@plenum/shared/core/ids';
import type { After } from './after.ts';

/** How long a member still counts as talking after the last loud moment, in ms: the ring stays between two words. */
export const holdOverMs = 1_000;

// Two people who talk at once must not swap places at each level. `weight`: share of a new level in the average.
// `lead`: how much louder, in dB, a voice must be to pass the voice before it.
const weight = 0.3;
const lead = 6;

interface Voice {
  level: number;
  cancel: () => void;
}

/** The members who talk now, from levels that arrive a few times a second. Reports only changes of the ordered list. */
export class Talking {
  readonly #after: After;
  readonly #onChange: (members: readonly MemberId[]) => void;
  readonly #voices = new Map<MemberId, Voice>();
  #told: readonly MemberId[] = [];

  constructor(after: After, onChange: (members: readonly MemberId[]) => void) {
    this.#after = after;
    this.#onChange = onChange;
  }

  hear(levels: readonly { readonly member: MemberId; readonly level: number }[]): void {
    for (const { member, level } of levels) {
      const before = this.#voices.get(member);
      before?.cancel();
      this.#voices.set(member, {
        level: before ? before.level + (level - before.level) * weight : level,
        cancel: this.#after(holdOverMs, () => this.drop(member)),
      });
    }
    this.#tell();
  }

  /** The member is muted, gone, or was silent for long enough. */
  drop(member: MemberId): void {
    const voice = this.#voices.get(member);
    if (!voice) return;
    voice.cancel();
    this.#voices.delete(member);
    this.#tell();
  }

  /** The worker that reported the levels is gone. */
  clear(): void {
    for (const voice of this.#voices.values()) voice.cancel();
    this.#voices.clear();
    this.#tell();
  }

  #tell(): void {
    const now = this.#ordered();
    if (now.length === this.#told.length && now.every((member, i) => member === this.#told[i])) return;
    this.#told = now;
    this.#onChange(now);
  }

  #ordered(): MemberId[] {
    const known = this.#told.filter((member) => this.#voices.has(member));
    const fresh = [...this.#voices.keys()].filter((member) => !known.includes(member));
    const order = [...known, ...fresh];
    const level = (member: MemberId): number => this.#voices.get(member)?.level ?? Number.NEGATIVE_INFINITY;
    // Each voice passes those before it that it exceeds by the margin.
    for (const member of order.slice()) {
      let place = order.indexOf(member);
      const margin = known.includes(member) ? lead : 0;
      for (let before = order[place - 1]; before !== undefined; before = order[place - 1]) {
        if (level(member) <= level(before) + margin) break;
        order[place] = before;
        place -= 1;
        order[place] = member;
      }
    }
    return order;
  }
}
