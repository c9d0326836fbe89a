import type { MemberId } from '@plenum/shared/core/ids';
import type { Source } from '@plenum/shared/features/media/contract';
import type { After } from './after.ts';
import type { MediaFact } from './MediaEngine.ts';

type Entry = { muted: boolean; life: { kind: 'carried' } | { kind: 'lost'; cancel: () => void } };

/** The streams of a room by member and source, also while none carries them; reports their changes as facts. */
export class StreamLedger {
  readonly #after: After;
  readonly #onFact: (fact: MediaFact) => void;
  readonly #entries = new Map<MemberId, Map<Source, Entry>>();

  constructor(after: After, onFact: (fact: MediaFact) => void) {
    this.#after = after;
    this.#onFact = onFact;
  }

  /** A stream is carried. Reports a fact if the stream is new, or returns with another mute state. */
  publish(member: MemberId, source: Source, muted: boolean): void {
    const mine = this.#of(member);
    const before = mine.get(source);
    mine.set(source, { muted, life: { kind: 'carried' } });
    if (before?.life.kind === 'lost') before.life.cancel();
    if (!before) this.#onFact({ type: 'published', member, source, muted });
    else if (before.muted !== muted) this.#onFact({ type: 'muted', member, source, muted });
  }

  mute(member: MemberId, source: Source, muted: boolean): void {
    const entry = this.#entries.get(member)?.get(source);
    if (!entry || entry.muted === muted) return;
    entry.muted = muted;
    this.#onFact({ type: 'muted', member, source, muted });
  }

  /** The carrier of this stream is gone: the stream ends after `ms` unless it is published again. */
  lose(member: MemberId, source: Source, ms: number): void {
    const entry = this.#entries.get(member)?.get(source);
    if (!entry || entry.life.kind === 'lost') return;
    entry.life = { kind: 'lost', cancel: this.#after(ms, () => this.end(member, source)) };
  }

  end(member: MemberId, source: Source): void {
    const mine = this.#entries.get(member);
    const entry = mine?.get(source);
    if (!mine || !entry) return;
    if (entry.life.kind === 'lost') entry.life.cancel();
    mine.delete(source);
    if (mine.size === 0) this.#entries.delete(member);
    this.#onFact({ type: 'unpublished', member, source });
  }

  /** True while this stream is carried and not muted. */
  isHeard(member: MemberId, source: Source): boolean {
    const entry = this.#entries.get(member)?.get(source);
    return entry?.life.kind === 'carried' && !entry.muted;
  }

  /** Sources of one member, carried or lost. */
  sourcesOf(member: MemberId): Source[] {
    return [...(this.#entries.get(member)?.keys() ?? [])];
  }

  /** Forgets all streams without facts, because the room is closed. */
  close(): void {
    for (const mine of this.#entries.values()) {
      for (const entry of mine.values()) if (entry.life.kind === 'lost') entry.life.cancel();
    }
    this.#entries.clear();
  }

  #of(member: MemberId): Map<Source, Entry> {
    const mine = this.#entries.get(member) ?? new Map<Source, Entry>();
    this.#entries.set(member, mine);
    return mine;
  }
}
