/** The word before the caret that opens a list of completions. `start` is the index of its sign. */
export interface Wanted {
  readonly kind: 'person' | 'emoji';
  readonly start: number;
  readonly word: string;
}

const person = /(?:^|[\s(])@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/u;
const emoji = /(?:^|[\s(])(:([\p{L}_]{2,30}))$/u;

/** Returns the word before the caret if it opens a list; else undefined. */
export function wantedAt(text: string, caret: number): Wanted | undefined {
  const before = text.slice(Math.max(0, caret - 100), caret);
  const named = person.exec(before)?.[1];
  if (named !== undefined) return { kind: 'person', start: caret - named.length - 1, word: named };
  const called = emoji.exec(before)?.[2];
  return called === undefined ? undefined : { kind: 'emoji', start: caret - called.length - 1, word: called };
}
