import type { LogEntry } from '@plenum/shared/core/log';
import { weightOf } from './weight.ts';

/** The most entries that are kept, and their most bytes together, as the log counts them. */
const most = 4_000;
const heaviest = 4 * 1024 * 1024;

interface Kept {
  readonly entry: LogEntry;
  readonly bytes: number;
}

/** The newest committed entries of a room, for catching up. */
export class Recent {
  #kept: Kept[] = [];
  #bytes = 0;
  /** All readable entries above this number are kept. */
  #after: number;

  constructor(after: number) {
    this.#after = after;
  }

  /** The bytes of the kept entries in the log. */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#kept.length;
  }

  add(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const bytes = weightOf(entry);
      this.#kept.push({ entry, bytes });
      this.#bytes += bytes;
    }
    if (this.#kept.length > most || this.#bytes > heaviest) this.#giveUpOldest();
  }

  /** All entries above `seq`; undefined when some of them are not kept any more. */
  after(seq: number): readonly LogEntry[] | undefined {
    if (seq < this.#after) return undefined;
    // A search, because a row that could not be read leaves a gap in the numbers.
    const last = this.#kept.findLastIndex(({ entry }) => entry.seq <= seq);
    return this.#kept.slice(last + 1).map(({ entry }) => entry);
  }

  /** Drops the oldest entries down to three quarters of the bounds, so that it does not run for each entry. */
  #giveUpOldest(): void {
    let given = 0;
    while (given < this.#kept.length && (this.#kept.length - given > most * 0.75 || this.#bytes > heaviest * 0.75)) {
      const oldest = this.#kept[given];
      this.#bytes -= oldest?.bytes ?? 0;
      this.#after = oldest?.entry.seq ?? this.#after;
      given += 1;
    }
    this.#kept = this.#kept.slice(given);
  }
}
