import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, type Language, loadWithLanguage, words } from '../i18n/i18n.ts';
import type { Words } from '../i18n/Words.ts';

/** The words of some pages, one file a language, which no other page loads. */
export type WordParts = Readonly<Record<Language, () => Promise<{ readonly words: Words }>>>;

async function load(namespace: string, parts: WordParts, language: Language): Promise<void> {
  if (words.hasResourceBundle(language, namespace)) return;
  const { words: tree } = await parts[language]();
  words.addResourceBundle(language, namespace, tree, true, true);
}

/** True when the words of the page's language are there; loads them when they are not. It stays true when the language changes. */
export function usePageWords(namespace: string, parts: WordParts): boolean {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const [loaded, setLoaded] = useState<Language>();
  useEffect(() => {
    loadWithLanguage(namespace, (next) => load(namespace, parts, next));
    if (!isLanguage(language)) return undefined;
    let wanted = true;
    // The page stays empty without them; a reload helps.
    load(namespace, parts, language).then(
      () => wanted && setLoaded(language),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [language, namespace, parts]);
  return loaded === language || words.hasResourceBundle(language, namespace);
}
