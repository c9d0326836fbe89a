import type { CommandKey, MemberId } from '@plenum/shared/core/ids';

/** The most replies that are kept for one member, and for a room; each takes about 200 bytes. */
const mostOfMember = 20_000;
const mostOfRoom = 100_000;

/** The reply to a command with a key; `by` is undefined for an unsigned command. */
export interface Answered {
  readonly by?: MemberId | undefined;
  readonly key: CommandKey;
  readonly reply?: unknown;
}

interface Kept {
  readonly reply: unknown;
  readonly at: number;
}

/**
 * The replies of the last `windowMs`, so that a retried command gets its first reply. Kept for each member: a busy member
 * removes only their own replies. Times are monotonic, in ms, and given by the caller.
 */
export class Replies {
  readonly #windowMs: number;
  readonly #members = new Map<MemberId, Map<CommandKey, Kept>>();
  #count = 0;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  get count(): number {
    return this.#count;
  }

  add({ by = '', key, reply }: Answered, at: number): void {
    this.#sweep(at);
    let mine = this.#members.get(by);
    if (!mine) {
      mine = new Map();
      this.#members.set(by, mine);
    }
    if (mine.delete(key)) this.#count -= 1;
    mine.set(key, { reply, at });
    this.#count += 1;
    if (mine.size > mostOfMember) this.#dropOldest(by, mine);
    if (this.#count > mostOfRoom) this.#dropOfLongest();
  }

  find(by: MemberId | undefined, key: CommandKey): { readonly value: unknown } | undefined {
    const kept = this.#members.get(by ?? '')?.get(key);
    return kept && { value: kept.reply };
  }

  /** Forgets replies older than the window; does so eight times in a window. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < this.#windowMs / 8) return;
    this.#sweptAt = now;
    for (const [member, replies] of this.#members) {
      for (const { at } of replies.values()) {
        if (now - at <= this.#windowMs) break;
        this.#dropOldest(member, replies);
      }
    }
  }

  #dropOfLongest(): void {
    const [longest] = [...this.#members].toSorted(([, one], [, other]) => other.size - one.size);
    // Drops a twentieth at once, so that not every command of a crowd searches for the longest list again.
    if (longest) for (let left = Math.ceil(longest[1].size / 20); left > 0; left -= 1) this.#dropOldest(...longest);
  }

  #dropOldest(member: MemberId, replies: Map<CommandKey, Kept>): void {
    const [oldest] = replies.keys();
    if (oldest === undefined) return;
    replies.delete(oldest);
    this.#count -= 1;
    if (replies.size === 0) this.#members.delete(member);
  }
}
