import { limits } from '../../core/limits.ts';
import type { Mention } from './contract.ts';

/** A piece of a text: words, or a mention. */
export type Piece = { readonly text: string } & ({ readonly mention?: undefined } | { readonly mention: Mention });

const letter = /^[\p{L}\p{N}\p{M}_]/u;

/** Cuts a text where `@name` of one of these people stands; of two names the longer one counts. */
export function piecesOf(text: string, people: readonly Mention[]): Piece[] {
  // Whoever may not know somebody has their mention without a name.
  const longestFirst = people.filter(({ name }) => name !== '').toSorted((a, b) => b.name.length - a.name.length);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (at < from || letter.test(text.slice(Math.max(0, at - 1), at))) continue;
    const mention = longestFirst.find(
      ({ name }) => text.startsWith(name, at + 1) && !letter.test(text.slice(at + 1 + name.length)),
    );
    if (!mention) continue;
    if (at > from) pieces.push({ text: text.slice(from, at) });
    from = at + 1 + mention.name.length;
    pieces.push({ text: text.slice(at, from), mention });
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** The people whom a text mentions by `@name`; two of one name are both meant. */
export function mentionsIn(text: string, people: readonly Mention[]): Mention[] {
  if (!text.includes('@')) return [];
  const names = new Set(piecesOf(text, people).flatMap(({ mention }) => mention?.name ?? []));
  return people
    .filter(({ name }) => names.has(name))
    .slice(0, limits.chatMentions)
    .map(({ id, name }) => ({ id, name }));
}
