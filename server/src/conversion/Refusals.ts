import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Reason } from './Refused.ts';

/** What the same bytes will be refused for again. What is broken may have broken on the way. */
const lasting: ReadonlySet<Reason> = new Set(['heavy', 'pages', 'size', 'locked']);
const rememberedMs = 10 * 60_000;
const mostRemembered = 1_000;

/** Remembers for ten minutes which files were refused, by their bytes, so that the same ones cost nothing. */
export class Refusals {
  readonly #known = new Map<string, { readonly reason: Reason; readonly until: number }>();
  readonly #now: () => number;

  /** @param now in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  find(print: string): Reason | undefined {
    const known = this.#known.get(print);
    if (known && known.until > this.#now()) return known.reason;
    this.#known.delete(print);
    return undefined;
  }

  note(print: string, reason: Reason): void {
    if (!lasting.has(reason)) return;
    this.#known.delete(print);
    this.#known.set(print, { reason, until: this.#now() + rememberedMs });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostRemembered && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** A digest of what files hold, and of what decides how they are read. */
export async function printOf(paths: readonly string[], kinds: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const path of paths) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    parts.push(hash.digest('base64'));
  }
  return [...kinds, ...parts].join(' ');
}
