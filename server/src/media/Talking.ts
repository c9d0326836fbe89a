import type { MemberId } from '@plenum/shared/core/ids';
import type { After } from './after.ts';

/** How long somebody still counts as talking after the last loud moment: between two words the ring stays. */
export const holdOverMs = 1_000;

// How much a new level weighs against the past, so that two people talking at once do not swap places all the time.
const weight = 0.3;

interface Voice {
  level: number;
  cancel: () => void;
}

/** Who is talking now, from levels that come a few times a second. Says only changes of the ordered list. */
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

  /** Muted, gone or silent for long enough. */
  drop(member: MemberId): void {
    const voice = this.#voices.get(member);
    if (!voice) return;
    voice.cancel();
    this.#voices.delete(member);
    this.#tell();
  }

  /** Nobody can be heard, because the worker that listened is gone. */
  clear(): void {
    for (const voice of this.#voices.values()) voice.cancel();
    this.#voices.clear();
    this.#tell();
  }

  #tell(): void {
    const now = [...this.#voices].sort(([, a], [, b]) => b.level - a.level).map(([member]) => member);
    if (now.length === this.#told.length && now.every((member, i) => member === this.#told[i])) return;
    this.#told = now;
    this.#onChange(now);
  }
}
