import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, type Language, words } from '../i18n/i18n.ts';
import type { Words } from '../i18n/Words.ts';

/** The words of some pages, one file a language, which no other page loads. */
export type WordParts = Readonly<Record<Language, () => Promise<{ readonly words: Words }>>>;

/** True when the words of the page's language are there; loads them when they are not. */
export function usePageWords(namespace: string, parts: WordParts): boolean {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const [loaded, setLoaded] = useState(() => (words.hasResourceBundle(language, namespace) ? language : undefined));
  useEffect(() => {
    if (!isLanguage(language)) return undefined;
    let wanted = true;
    const take = ({ words: tree }: { readonly words: Words }) => {
      words.addResourceBundle(language, namespace, tree, true, true);
      if (wanted) setLoaded(language);
    };
    // The page stays empty without them; a reload helps.
    parts[language]().then(take, () => undefined);
    return () => {
      wanted = false;
    };
  }, [language, namespace, parts]);
  return loaded === language;
}
