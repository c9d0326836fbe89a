import { chatLimits } from './limits.ts';
import type { Mention } from './contract.ts';

/** A piece of a text: plain text, or a mention. */
export type Piece = { readonly text: string } & ({ readonly mention?: undefined } | { readonly mention: Mention });

const letter = /^[\p{L}\p{N}\p{M}_]/u;

/** Splits a text at each `@name` of these people. Where two names fit, the longer one counts. */
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

/** Finds names by length, so that a look-up costs the same for many people and for similar names. */
class Names {
  readonly #lengths: readonly number[];
  readonly #people = new Map<string, Mention>();

  constructor(people: readonly Mention[]) {
    for (const one of people) if (!this.#people.has(one.name)) this.#people.set(one.name, one);
    // A member who may not know the mentioned member gets an empty name, and '' would match everywhere.
    this.#people.delete('');
    this.#lengths = [...new Set([...this.#people.keys()].map((name) => name.length))].toSorted((a, b) => b - a);
  }

  /** The mention whose name starts at `from` and ends with the word; the longest of several. */
  at(text: string, from: number): Mention | undefined {
    for (const length of this.#lengths) {
      const found = this.#people.get(text.slice(from, from + length));
      if (found && !letter.test(text.slice(from + length, from + length + 2))) return found;
    }
    return undefined;
  }
}

/** The people whom a text mentions by `@name`. Of two people with the same name it mentions both. */
export function mentionsIn(text: string, people: readonly Mention[]): Mention[] {
  if (!text.includes('@')) return [];
  const names = new Set(piecesOf(text, people).flatMap(({ mention }) => mention?.name ?? []));
  return people
    .filter(({ name }) => names.has(name))
    .slice(0, chatLimits.mentions)
    .map(({ id, name }) => ({ id, name }));
}
