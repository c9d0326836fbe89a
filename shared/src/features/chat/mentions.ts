import { chatLimits } from './limits.ts';
import type { Mention } from './contract.ts';

/** A piece of a text: words, or a mention. */
export type Piece = { readonly text: string } & ({ readonly mention?: undefined } | { readonly mention: Mention });

const letter = /^[\p{L}\p{N}\p{M}_]/u;

/** Cuts a text where `@name` of one of these people stands; of two names the longer one counts. */
export function piecesOf(text: string, people: readonly Mention[]): Piece[] {
  const names = new Names(people);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (at < from || letter.test(text.slice(Math.max(0, at - 1), at))) continue;
    const mention = names.at(text, at + 1);
    if (!mention) continue;
    if (at > from) pieces.push({ text: text.slice(from, at) });
    from = at + 1 + mention.name.length;
    pieces.push({ text: text.slice(at, from), mention });
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** Names by their length, so that finding one costs the same however many people there are and however alike their names. */
class Names {
  readonly #lengths: readonly number[];
  readonly #people = new Map<string, Mention>();

  constructor(people: readonly Mention[]) {
    for (const one of people) if (!this.#people.has(one.name)) this.#people.set(one.name, one);
    // Whoever may not know somebody has their mention without a name.
    this.#people.delete('');
    this.#lengths = [...new Set([...this.#people.keys()].map((name) => name.length))].toSorted((a, b) => b - a);
  }

  /** Whose name stands there and ends there; the longest when there are several. */
  at(text: string, from: number): Mention | undefined {
    for (const length of this.#lengths) {
      const found = this.#people.get(text.slice(from, from + length));
      if (found && !letter.test(text.slice(from + length, from + length + 2))) return found;
    }
    return undefined;
  }
}

/** The people whom a text mentions by `@name`; two of one name are both meant. */
export function mentionsIn(text: string, people: readonly Mention[]): Mention[] {
  if (!text.includes('@')) return [];
  const names = new Set(piecesOf(text, people).flatMap(({ mention }) => mention?.name ?? []));
  return people
    .filter(({ name }) => names.has(name))
    .slice(0, chatLimits.mentions)
    .map(({ id, name }) => ({ id, name }));
}
