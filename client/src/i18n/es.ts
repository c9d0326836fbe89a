import general from './es.json';
import type { Words } from './Words.ts';

/** All Spanish words of the page: the general ones and those of each feature. */
export const words: readonly Words[] = [
  general,
  ...Object.values(import.meta.glob<Words>('../features/*/words/es.json', { eager: true, import: 'default' })),
];
