import { describe, expect, it } from 'vitest';
import { words as germanParts } from './de.ts';
import { words as englishParts } from './en.ts';
import { words as spanishParts } from './es.ts';
import { allowed, formal, narrow, sameWords, signs, terms } from './terms.ts';
import { flat, together, type Words } from './Words.ts';

type Language = 'en' | 'de' | 'es';
type Texts = ReadonlyMap<string, string>;

/** Language files of pages that have their own, beside those of features. */
const ofPages = import.meta.glob<Words>('../pages/*/words/*.json', { eager: true, import: 'default' });

function textsOf(language: Language, parts: readonly Words[]): Texts {
  const pages = Object.entries(ofPages).filter(([path]) => path.endsWith(`/${language}.json`));
  const page = (path: string) => path.split('/').at(-3) ?? path;
  return new Map([...flat(together(parts)), ...pages.flatMap(([path, words]) => flat(words, `${page(path)}.`))]);
}

const texts: Readonly<Record<Language, Texts>> = {
  en: textsOf('en', englishParts),
  de: textsOf('de', germanParts),
  es: textsOf('es', spanishParts),
};
const languages = ['en', 'de', 'es'] as const;
const plural = /_(?:zero|one|two|few|many|other)$/;

const bare = (text: string) => text.replace(/\{\{.*?\}\}/g, '').trim();
const english = (key: string) => texts.en.get(key) ?? texts.en.get(key.replace(plural, '_other')) ?? '';
const whole = (source: string, flags: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, flags);

/** Keys and texts in which a word stands that the list forbids. */
function forbidden(language: Language, of: Texts): readonly string[] {
  const patterns = Object.values(terms).flatMap(({ not, ...shown }) =>
    not?.[language] ? [[whole(not[language], language === 'de' ? 'u' : 'iu'), shown[language]] as const] : [],
  );
  return [...of].flatMap(([key, text]) =>
    patterns.flatMap(([pattern, shown]) => {
      const [found] = pattern.exec(bare(text)) ?? [];
      return found && allowed[key] !== found ? [`${key}: "${found}" stands for "${shown}" in "${text}"`] : [];
    }),
  );
}

const wrong = (patterns: readonly RegExp[], of: Texts) =>
  [...of].filter(([, text]) => patterns.some((pattern) => pattern.test(text)));

/** Texts that are the same as in English, though they have words. */
const untranslated = (of: Texts) =>
  [...of].filter(([key, text]) => text === english(key) && /\p{L}{2}/u.test(bare(text)) && !sameWords.has(text));

/** Ids of the code: words with a capital inside, names of settings, keys. An address at example.org is none. */
const code =
  /\b[a-z]+[A-Z]\w*|\b[A-Z]+_[A-Z_]+\b|(?<![@\w.])(?![\w.]*\bexample\.org)[a-z]+\.[a-z]+\b|\bundefined\b|\bnull\b/;

/** Labels (no sentences) that are much longer than in English, and words of the control bar that do not fit below an icon. */
function tooLong(of: Texts): readonly (readonly [string, string])[] {
  return [...of].filter(([key, text]) => {
    const label = english(key);
    if (narrow.includes(key)) return text.length > 18 || text.split(' ').some((word) => word.length > 12);
    if (key.includes('.quickWords.')) return false;
    return !/[.!?:]$/.test(label) && label.length <= 24 && text.length > 1.6 * label.length + 10;
  });
}

describe.each(languages)('the words of %s', (language) => {
  it('name each thing by its one term', () => expect(forbidden(language, texts[language])).toEqual([]));
  it('speak to the person in one form', () => expect(wrong(formal[language], texts[language])).toEqual([]));
  it('use the signs of the language', () => expect(wrong(signs[language], texts[language])).toEqual([]));
  it('read out no id of the code', () => {
    expect([...texts[language]].filter(([key, text]) => code.test(bare(text)) && !(key in allowed))).toEqual([]);
  });
  it('fit where they stand', () => expect(tooLong(texts[language])).toEqual([]));
});

it.each(['de', 'es'] as const)('the words of %s are not English', (language) => {
  expect(untranslated(texts[language])).toEqual([]);
});

it('lists only terms that the interface shows', () => {
  for (const language of languages) {
    const all = [...texts[language].values()].join('\n').toLowerCase();
    const unused = Object.values(terms).filter((term) => !stems(term[language]).every((stem) => all.includes(stem)));
    expect(unused.map((term) => term[language])).toEqual([]);
  }
});

/** The parts of a term that stay in its plural and other forms. */
function stems(term: string): readonly string[] {
  return term.split(/[ /]/).map((word) => word.toLowerCase().slice(0, Math.max(3, word.length - 3)));
}

it('finds what it forbids', () => {
  const one = (text: string): Texts => new Map([['start.enter', text]]);
  expect(forbidden('en', one('Somebody waits at the door'))).toHaveLength(2);
  expect(forbidden('de', one('Neue Umfrage in diesem Treffen'))).toHaveLength(2);
  expect(forbidden('es', one('La encuesta de los socios'))).toHaveLength(2);
  expect(forbidden('de', one('Wer abgestimmt hat, wählt nicht.'))).toEqual([]);
  expect(wrong(formal.de, one('Danke, dass Sie da waren'))).toHaveLength(1);
  expect(wrong(formal.de, one('Sie gehen weiter. Sag Ihr Bescheid.'))).toHaveLength(1);
  expect(wrong(formal.de, one('Die Sitzung wurde beendet. Sie geht weiter.'))).toEqual([]);
  expect(wrong(formal.es, one('Suba un archivo'))).toHaveLength(1);
  expect(wrong(formal.es, one('Ya podéis entrar'))).toHaveLength(1);
  expect(wrong(formal.en, one('You cannot join'))).toHaveLength(1);
  expect(wrong(signs.de, one('Wird geladen …'))).toHaveLength(1);
  expect(wrong(signs.en, one("It's here"))).toHaveLength(1);
  expect(untranslated(one('Join'))).toHaveLength(1);
  expect(tooLong(new Map([['meeting.leave', 'Sitzungsverlassung']]))).toHaveLength(1);
  expect(tooLong(new Map([['start.enter', 'An der Sitzung teilnehmen']]))).toHaveLength(1);
  expect(code.test('Go to moderation.deed')).toBe(true);
  expect(code.test('Go to https://library.example.org/login')).toBe(false);
});
