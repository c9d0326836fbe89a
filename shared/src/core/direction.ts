/** Direction of a line of text. */
export type Direction = 'ltr' | 'rtl';

// The blocks in which Unicode puts scripts that run from right to left, and the marks of both directions.
const toTheLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const isolates = /[\u2066-\u2068][^\u2069\n]*\u2069?/gu;
const strong = /[\p{L}\u200e\u200f]/u;
// A mark, a digit or a sign in those blocks has no direction of its own.
const letterToTheLeft = new RegExp(`(?=${strong.source})${toTheLeft.source}`, 'u');

/**
 * The base direction of a paragraph: that of its first letter outside isolates (rule P2 of Unicode's UAX #9), and `ltr`
 * without one. For a text of several paragraphs it is what `dir="auto"` has.
 */
export function directionOf(paragraph: string): Direction {
  const first = strong.exec(paragraph.replaceAll(isolates, ''))?.[0] ?? '';
  return toTheLeft.test(first) ? 'rtl' : 'ltr';
}

// First strong isolate, and the end of an isolate.
const [isolate, endOfIsolate] = ['\u2068', '\u2069'];

/**
 * Returns the words so that they keep their own direction inside a plain text in another: isolated when they have a
 * letter from right to left, else as they are (decision 0096).
 */
export function isolated(words: string): string {
  if (!letterToTheLeft.test(words)) return words;
  return words
    .split('\n')
    .map((line) => (line === '' ? '' : `${isolate}${line}${endOfIsolate}`))
    .join('\n');
}

/** Returns the words without isolates, for file names and the like. */
export function withoutIsolates(words: string): string {
  return words.replaceAll(isolate, '').replaceAll(endOfIsolate, '');
}
