import { errorCodes } from '@plenum/shared/core/errors';
import { describe, expect, it } from 'vitest';
import de from './de.json';
import en from './en.json';
import es from './es.json';
import { browserLanguage } from './i18n.ts';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, before = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value] as const] : flat(value, `${before}${key}.`),
  );
}

const plural = /_(?:zero|one|two|few|many|other)$/;
const keysOf = (tree: Tree) => new Set(flat(tree).map(([key]) => key.replace(plural, '')));
const variables = (words: string) =>
  [...words.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => String(name)).sort((a, b) => a.localeCompare(b));

describe.each([
  ['es', es],
  ['de', de],
] as const)('%s', (language, tree) => {
  it('has the keys of English and no others', () => {
    expect([...keysOf(tree)].sort()).toEqual([...keysOf(en)].sort());
  });

  it('has every plural form of its own grammar', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const have = new Map(flat(tree));
    for (const key of new Set(
      flat(en)
        .filter(([name]) => plural.test(name))
        .map(([name]) => name.replace(plural, '')),
    )) {
      for (const form of forms) expect(have.has(`${key}_${form}`), `${key}_${form}`).toBe(true);
    }
  });

  it('uses the same variables', () => {
    const english = new Map(flat(en));
    for (const [key, words] of flat(tree)) {
      const original = english.get(key) ?? english.get(key.replace(plural, '_other'));
      expect(variables(words), key).toEqual(variables(original ?? ''));
    }
  });

  it('is translated', () => {
    const english = new Map(flat(en));
    const same = flat(tree).filter(([key, words]) => words === english.get(key) && /\s\p{L}+\s/u.test(words));
    expect(same).toEqual([]);
  });
});

describe('all languages', () => {
  it.each([en, es, de])('have words for every error code that say what to do', (tree) => {
    expect(Object.keys(tree.error).sort()).toEqual([...errorCodes].sort());
    for (const words of Object.values(tree.error)) expect(words.length).toBeGreaterThan(30);
  });

  it('never say "oops" and leave nothing empty', () => {
    for (const [key, words] of [en, es, de].flatMap((tree) => flat(tree))) {
      expect(words.trim(), key).not.toBe('');
      expect(words, key).not.toMatch(/\b(oops|ups|hoppla)\b/i);
    }
  });
});

describe('browserLanguage', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'es-MX'], 'es'],
    [['fr', 'pt'], 'en'],
    [[], 'en'],
  ] as const)('%o is %s', (wanted, expected) => expect(browserLanguage(wanted)).toBe(expected));
});
