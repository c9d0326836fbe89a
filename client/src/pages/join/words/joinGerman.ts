import words from './de.json';

/** A file of its own name, so that its chunk is not taken for the general words. */
export { words };
