import { asLine } from './typed.ts';

/** Letters whose stroke or ligature is no mark that can be taken off. */
const plainLetters = new Map(
  ['æae', 'œoe', 'øo', 'đd', 'ðd', 'ħh', 'ıi', 'łl', 'ŧt', 'ŋn'].map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);
/** Accents, points and vowel signs that many leave out. Other scripts have marks that are letters: they stay. */
const leftOut = /(?![\u3099\u309a])(?=[\p{sc=Zinh}\p{sc=Hebr}\p{sc=Arab}\p{sc=Cyrl}\p{sc=Grek}])\p{M}/gu;

/**
 * Returns the form in which two texts are the same words: without differences in capitals, spaces, width, composition, dashes,
 * apostrophes and invisible characters. Accents count.
 */
export function sameWords(text: string): string {
  return asLine(text.normalize('NFKC').toLowerCase())
    .normalize('NFKC')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replace(/[\ufe0e\ufe0f]/g, '')
    .replace(/[’ʼ‘´`′]/g, "'")
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Returns the form in which a search and a similar name are compared: the same words without accents, decomposed. */
export function withoutAccents(text: string): string {
  return sameWords(text)
    .normalize('NFD')
    .replace(leftOut, '')
    .replace(/[æœøđðħıłŧŋ]/g, (letter) => plainLetters.get(letter) ?? letter);
}
