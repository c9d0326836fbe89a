import type { WordParts } from '../usePageWords.ts';

/** The words of organisations, which the pages of operators share. */
export const organisationWords: WordParts = {
  en: () => import('./words/organisationEnglish.ts'),
  de: () => import('./words/organisationGerman.ts'),
  es: () => import('./words/organisationSpanish.ts'),
};
