import type { WordParts } from '../usePageWords.ts';

/** The words of the pages for operators. */
export const operatorWords: WordParts = {
  en: () => import('./words/operatorEnglish.ts'),
  de: () => import('./words/operatorGerman.ts'),
  es: () => import('./words/operatorSpanish.ts'),
};
