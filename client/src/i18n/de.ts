import general from './de.json';
import type { Words } from './Words.ts';

/** All German words of the page: the general ones and those of each feature. */
export const words: readonly Words[] = [
  general,
  ...Object.values(import.meta.glob<Words>('../features/*/words/de.json', { eager: true, import: 'default' })),
];
