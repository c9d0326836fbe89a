const colours = [
  '#e9a596',
  '#a0c4e8',
  '#cbb5ee',
  '#f0c66c',
  '#9dd9b4',
  '#e6a3cb',
  '#8fd3d6',
  '#d4c795',
  '#f2b48a',
  '#b3c7a0',
  '#aab4f0',
  '#f0a9b0',
];

/** A light colour for a person, always the same; text on it is always dark. */
export function colourOf(id: string): string {
  // FNV-1a with a final mix: ids that differ in one letter must get different colours.
  let hash = 0x811c9dc5;
  for (const unit of id) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return colours[((hash ^ (hash >>> 13)) >>> 0) % colours.length] ?? '#a0c4e8';
}

/**
 * One or two letters for an avatar: the first letters of the first and the last word, as whole characters of any script. A
 * number at the end gives its last digit, because people with numbered names share the first one.
 */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  if (!first) return firstCharacter(name) || '?';
  const last = words.length > 1 ? words.at(-1) : undefined;
  const lastDigit = /^\p{N}*(\p{N})$/u.exec(last ?? '')?.[1];
  return (firstCharacter(first) + (last ? (lastDigit ?? firstCharacter(last)) : '')).toLocaleUpperCase();
}

function firstCharacter(word: string): string {
  const start = word.search(/[\p{L}\p{N}]/u);
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word.slice(Math.max(start, 0)));
  return first?.segment ?? '';
}
