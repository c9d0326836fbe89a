import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Reason } from './Refused.ts';

/** Reasons that hold for the same bytes again. `broken` is not one, because an upload may break on the way. */
const lasting: ReadonlySet<Reason> = new Set(['heavy', 'pages', 'size', 'locked', 'form', 'portfolio']);
const rememberedMs = 10 * 60_000;
const mostRemembered = 1_000;

/** Remembers refused files by a digest of their bytes for ten minutes, so that another upload is refused at once. */
export class Refusals {
  readonly #known = new Map<string, { readonly reason: Reason; readonly until: number }>();
  readonly #now: () => number;

  /** @param now returns the time in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  find(digest: string): Reason | undefined {
    const known = this.#known.get(digest);
    if (known && known.until > this.#now()) return known.reason;
    this.#known.delete(digest);
    return undefined;
  }

  note(digest: string, reason: Reason): void {
    if (!lasting.has(reason)) return;
    this.#known.delete(digest);
    this.#known.set(digest, { reason, until: this.#now() + rememberedMs });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostRemembered && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Returns a digest of the bytes of the files and of the kinds as which they are read. */
export async function digestOf(paths: readonly string[], kinds: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const path of paths) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    parts.push(hash.digest('base64'));
  }
  return [...kinds, ...parts].join(' ');
}
