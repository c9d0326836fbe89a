import type { WordParts } from '../usePageWords.ts';

/** The words of recordings, also for the space's page. */
export const recordingWords: WordParts = {
  en: () => import('./words/recordingEnglish.ts'),
  de: () => import('./words/recordingGerman.ts'),
  es: () => import('./words/recordingSpanish.ts'),
};
