import general from './en.json';
import type { Words } from './Words.ts';

/** All English words of the page: the general ones and those of each feature. */
export const words: readonly Words[] = [
  general,
  ...Object.values(import.meta.glob<Words>('../features/*/words/en.json', { eager: true, import: 'default' })),
];
