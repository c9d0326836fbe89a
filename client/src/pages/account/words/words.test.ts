import { describe, expect, it } from 'vitest';
import { words as en } from './inEnglish.ts';
import { words as de } from './inGerman.ts';
import { words as es } from './inSpanish.ts';

const variables = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => String(name)).toSorted((a, b) => a.localeCompare(b));

/** The texts by their whole keys, such as `home.way`. */
function flat(tree: object, before = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(flat(value, `${before}${key}.`))
        : [[before + key, String(value)]],
    ),
  );
}

describe.each([
  ['de', de],
  ['es', es],
])('the words of the account pages in %s', (_language, tree) => {
  const [words, english] = [flat(tree), flat(en)];
  it('have the keys and the variables of English, and are translated', () => {
    expect(new Set(Object.keys(words))).toEqual(new Set(Object.keys(english)));
    for (const [key, text] of Object.entries(english)) {
      expect(variables(words[key] ?? ''), key).toEqual(variables(text));
      if (/\s\p{L}+\s/u.test(text)) expect(words[key], key).not.toBe(text);
    }
  });
});
