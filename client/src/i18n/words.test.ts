import { errorCodes } from '@plenum/shared/core/errors';
import { abilities, lockNames } from '@plenum/shared/features/abilities';
import { describe, expect, it } from 'vitest';
import { words as germanParts } from './de.ts';
import { words as englishParts } from './en.ts';
import { words as spanishParts } from './es.ts';
import { words as joinEnglish } from '../pages/join/words/joinEnglish.ts';
import { words as joinGerman } from '../pages/join/words/joinGerman.ts';
import { words as joinSpanish } from '../pages/join/words/joinSpanish.ts';
import { words as serviceEnglish } from '../pages/service/words/serviceEnglish.ts';
import { words as serviceGerman } from '../pages/service/words/serviceGerman.ts';
import { words as serviceSpanish } from '../pages/service/words/serviceSpanish.ts';
import { words as spaceEnglish } from '../pages/space/words/spaceEnglish.ts';
import { words as spaceGerman } from '../pages/space/words/spaceGerman.ts';
import { words as spaceSpanish } from '../pages/space/words/spaceSpanish.ts';
import { browserLanguage } from './i18n.ts';
import { flat, together, type Words } from './Words.ts';

const [en, de, es] = [
  together([...englishParts, { service: serviceEnglish, door: spaceEnglish, join: joinEnglish }]),
  together([...germanParts, { service: serviceGerman, door: spaceGerman, join: joinGerman }]),
  together([...spanishParts, { service: serviceSpanish, door: spaceSpanish, join: joinSpanish }]),
];

const plural = /_(?:zero|one|two|few|many|other)$/;
const keysOf = (tree: Words) => new Set(flat(tree).map(([key]) => key.replace(plural, '')));
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
});

describe('all languages', () => {
  it.each([en, es, de])('have words for every error code that say what to do', (tree) => {
    const words = flat(tree).filter(([key]) => key.startsWith('error.'));
    expect(words.map(([key]) => key.slice('error.'.length)).sort()).toEqual([...errorCodes].sort());
    for (const [key, said] of words) expect(said.length, key).toBeGreaterThan(30);
  });

  it('are together from all features, with a word for every ability and lock', () => {
    const keys = flat(en).map(([key]) => key);
    const of = (group: string) =>
      keys.filter((key) => key.startsWith(`${group}.`)).map((key) => key.slice(group.length + 1));
    expect(of('ability').sort()).toEqual([...abilities].sort());
    expect(of('lock').sort()).toEqual([...lockNames].sort());
  });

  it('of two features never share a key', () => {
    expect(() => together([{ ability: { draw: 'Draw' } }, { ability: { draw: 'Draw again' } }])).toThrow('draw');
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
