import type { CommandKey, MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';

const kept = 2_000;

/** Names a command by its asker and its key; an unsigned one by its key alone. */
export function nameOf(by: MemberId | undefined, key: CommandKey): string {
  return `${by ?? ''}:${key}`;
}

/** The newest committed entries of a room: for catching up, and for knowing a retried command again. */
export class Recent {
  #entries: LogEntry[] = [];
  readonly #replies = new Map<string, unknown>();

  add(entries: readonly LogEntry[]): void {
    this.#entries.push(...entries);
    if (this.#entries.length > 2 * kept) this.#entries = this.#entries.slice(-kept);
    for (const entry of entries) {
      if (entry.key !== undefined) this.#replies.set(nameOf(entry.by, entry.key), entry.reply);
    }
    while (this.#replies.size > kept) {
      const oldest = this.#replies.keys().next();
      if (oldest.done) return;
      this.#replies.delete(oldest.value);
    }
  }

  /** All entries above `seq`; undefined when some of them are no longer here. */
  after(seq: number): readonly LogEntry[] | undefined {
    const first = this.#entries[0];
    if (!first || seq < first.seq - 1) return undefined;
    // Searched, not computed: a row that could not be read leaves a gap.
    return this.#entries.slice(this.#entries.findLastIndex((entry) => entry.seq <= seq) + 1);
  }

  /** The answer that a command with this key already got. */
  replyTo(member: MemberId | undefined, key: CommandKey): { readonly value: unknown } | undefined {
    const name = nameOf(member, key);
    return this.#replies.has(name) ? { value: this.#replies.get(name) } : undefined;
  }
}
