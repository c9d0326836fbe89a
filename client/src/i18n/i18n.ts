import { isolated } from '@plenum/shared/core/direction';
import { createInstance, type i18n, type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { together, type Words } from './Words.ts';

/** The languages on offer, each by its own name. */
export const languages = { en: 'English', es: 'Español', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

/** The words of the page; components read them by `useTranslation`. */
export const words: i18n = createInstance();

const parts: Readonly<Record<Language, () => Promise<{ readonly words: readonly Words[] }>>> = {
  en: () => import('./en.ts'),
  es: () => import('./es.ts'),
  de: () => import('./de.ts'),
};

async function load(language: Language): Promise<Words> {
  return together((await parts[language]()).words);
}

/** True for a language that Plenum speaks. */
export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(languages, value);
}

/** The first language of the browser that Plenum speaks, else English. */
export function browserLanguage(wanted: readonly string[] = navigator.languages): Language {
  for (const tag of wanted) {
    const [base] = tag.toLowerCase().split('-');
    if (isLanguage(base)) return base;
  }
  return 'en';
}

/** Loads one language and no other; resolves when words can be shown. */
export async function startI18n(language: Language): Promise<void> {
  const loaded = await load(language);
  await words.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: loaded } },
    // React escapes by itself: what is escaped here are names and titles in another direction than the sentence.
    // `{{host}}` in any sentence is where this page is from.
    interpolation: { escapeValue: true, escape: isolated, defaultVariables: { host: location.host } },
    returnNull: false,
  });
  document.documentElement.lang = language;
  document.documentElement.dir = words.dir(language);
}

/** By namespace, what loads the words of pages that have words of their own. */
const ofPages = new Map<string, (language: Language) => Promise<void>>();

/** Makes each change of language wait for the words of a page: without them the page would be taken away for a moment. */
export function loadWithLanguage(namespace: string, loadPage: (language: Language) => Promise<void>): void {
  ofPages.set(namespace, loadPage);
}

/** Changes the language of everything on the page. */
export async function setLanguage(language: Language): Promise<void> {
  if (!words.hasResourceBundle(language, 'translation')) {
    const loaded = await load(language);
    words.addResourceBundle(language, 'translation', loaded);
  }
  await Promise.all([...ofPages.values()].map((loadPage) => loadPage(language)));
  await words.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = words.dir(language);
}

/** The words of every language, for what may be written in any of them. */
export async function everyLanguage(): Promise<readonly TFunction[]> {
  const all = Object.keys(languages).filter(isLanguage);
  for (const language of all) {
    if (!words.hasResourceBundle(language, 'translation')) {
      words.addResourceBundle(language, 'translation', await load(language));
    }
  }
  return all.map((language) => words.getFixedT(language));
}
