import { readFileSync } from 'node:fs';

/** The trimmed text of a small file, or undefined when there is none: stamps say what a finished step worked on. */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
