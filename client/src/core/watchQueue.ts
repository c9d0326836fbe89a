import { AppError } from '@plenum/shared/core/errors';
import type { Watch } from '@plenum/shared/features/media/contract';

/** How long changes are collected before they are sent, in ms; the contract allows 20 messages a second. */
const collectFor = 60;
const retryAfter = 500;
/** Entries in one message; well below the largest message, because an entry has at most 120 bytes. */
const perMessage = 400;

/** How each stream is watched; sends only what changed. */
export class WatchQueue {
  readonly #send: (consumers: Watch[]) => Promise<unknown>;
  readonly #known = new Map<string, Watch>();
  readonly #changed = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (consumers: Watch[]) => Promise<unknown>) {
    this.#send = send;
  }

  set(watches: readonly Watch[]): void {
    for (const watch of watches) {
      const before = this.#known.get(watch.id);
      const after = { ...before, ...watch };
      if (before && isSame(before, after)) continue;
      this.#known.set(watch.id, after);
      this.#changed.add(watch.id);
    }
    this.#plan(collectFor);
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#known.delete(id);
      this.#changed.delete(id);
    }
  }

  /** The line is open: sends what could not be sent before. */
  resume(): void {
    this.#plan(0);
  }

  /** Forgets everything. Idempotent. */
  clear(): void {
    this.#known.clear();
    this.#changed.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #plan(wait: number): void {
    if (this.#changed.size > 0) this.#timer ??= setTimeout(() => void this.#flush(), wait);
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const ids = [...this.#changed].slice(0, perMessage);
    for (const id of ids) this.#changed.delete(id);
    this.#plan(collectFor);
    try {
      await this.#send(ids.flatMap((id) => this.#known.get(id) ?? []));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // `unavailable`: the line is lost, and `resume` follows. After another refusal, a retry would be refused too.
      if (error.code !== 'unavailable' && error.code !== 'limited') return;
      for (const id of ids) if (this.#known.has(id)) this.#changed.add(id);
      if (error.code === 'limited') this.#plan(retryAfter);
    }
  }
}

function isSame(a: Watch, b: Watch): boolean {
  return a.paused === b.paused && a.layer === b.layer && a.priority === b.priority;
}
