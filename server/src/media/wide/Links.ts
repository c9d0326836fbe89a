/** The connection of two wings for streams in both directions; each wing has one end. */
export type Ends<W, E> = ReadonlyMap<W, E>;

/** The links between the wings of one room: one for each two of them that share a stream. */
export class Links<W, E extends { close(): void }> {
  readonly #create: (a: W, b: W) => Promise<Ends<W, E>>;
  /** Links by both of their wings, in either order. */
  readonly #links = new Map<W, Map<W, Promise<Ends<W, E>>>>();

  constructor(create: (a: W, b: W) => Promise<Ends<W, E>>) {
    this.#create = create;
  }

  /** @throws as `create` does; the next call tries again */
  between(a: W, b: W): Promise<Ends<W, E>> {
    const known = this.#links.get(a)?.get(b);
    if (known) return known;
    const link = this.#create(a, b);
    const [ofA, ofB] = [this.#linksOf(a), this.#linksOf(b)];
    ofA.set(b, link);
    ofB.set(a, link);
    link.catch(() => {
      // The next stream makes a new link.
      if (ofA.get(b) === link) ofA.delete(b);
      if (ofB.get(a) === link) ofB.delete(a);
    });
    return link;
  }

  /** Each link once, made or being made. */
  get all(): readonly Promise<Ends<W, E>>[] {
    return [...new Set([...this.#links.values()].flatMap((ofOne) => [...ofOne.values()]))];
  }

  /** The wing is gone, and its links with it. */
  leave(wing: W): void {
    for (const [other, link] of this.#links.get(wing) ?? []) {
      link.then(
        (ends) => ends.get(other)?.close(),
        () => {},
      );
      this.#links.get(other)?.delete(wing);
    }
    this.#links.delete(wing);
  }

  #linksOf(wing: W): Map<W, Promise<Ends<W, E>>> {
    const links = this.#links.get(wing) ?? new Map<W, Promise<Ends<W, E>>>();
    this.#links.set(wing, links);
    return links;
  }
}
