import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '../../i18n/Words.ts';
import { type Language, isLanguage, words } from '../../i18n/i18n.ts';

/** The words of the account pages, which no other page loads. */
const parts: Readonly<Record<Language, () => Promise<{ readonly words: Words }>>> = {
  en: () => import('./words/inEnglish.ts'),
  de: () => import('./words/inGerman.ts'),
  es: () => import('./words/inSpanish.ts'),
};

/** True when the words of the page's language are there; loads them when they are not. */
export function useAccountWords(): boolean {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const [loaded, setLoaded] = useState<string>();
  useEffect(() => {
    if (!isLanguage(language)) return undefined;
    let wanted = true;
    const take = ({ words: tree }: { readonly words: Words }) => {
      words.addResourceBundle(language, 'account', tree, true, true);
      if (wanted) setLoaded(language);
    };
    // The page stays empty without them; a reload helps.
    parts[language]().then(take, () => undefined);
    return () => {
      wanted = false;
    };
  }, [language]);
  return loaded === language;
}
