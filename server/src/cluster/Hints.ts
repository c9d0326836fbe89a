import type { Hint } from './Bus.ts';
import type { Candidate } from './placement.ts';

/** How long a node's hint counts, in ms: three may be lost. */
const freshMs = 4_000;
/** How long a placed family counts beside the people whom its node reports: they come within a minute, or not. */
const placedMs = 60_000;

interface Heard {
  readonly hint: Hint;
  readonly at: number;
}

/** What nodes have told of themselves lately, and which families were placed on them since. */
export class Hints {
  readonly #now: () => number;
  readonly #heard = new Map<string, Heard>();
  #placed: { readonly node: string; readonly people: number; readonly until: number }[] = [];

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  hear(hint: Hint): void {
    this.#heard.set(hint.place.node, { hint, at: this.#now() });
  }

  /** A family was given to a node: these people are expected there before the node reports them. */
  place(node: string, people: number): void {
    this.#placed.push({ node, people, until: this.#now() + placedMs });
  }

  /** The nodes that were heard lately. */
  get nodes(): readonly Hint[] {
    const since = this.#now() - freshMs;
    for (const [node, { at }] of this.#heard) if (at < since) this.#heard.delete(node);
    return [...this.#heard.values()].map(({ hint }) => hint);
  }

  /** The nodes that may get new rooms. */
  get candidates(): readonly (Candidate & { readonly hint: Hint })[] {
    const now = this.#now();
    this.#placed = this.#placed.filter(({ until }) => until > now);
    return this.nodes.flatMap((hint) => {
      if (hint.cordoned || !hint.stores) return [];
      const { node } = hint.place;
      const coming = this.#placed.reduce((sum, one) => (one.node === node ? sum + one.people : sum), 0);
      return [{ node, expected: hint.people + coming, hint }];
    });
  }
}
