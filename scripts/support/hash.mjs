import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A short name for exactly this text. */
export const hashText = (text) => createHash('sha256').update(text).digest('hex');

/** A short name for the contents of files and folders; `skip(name)` leaves out files or whole folders by their name. */
export function hashPaths(paths, skip = () => false) {
  const hash = createHash('sha256');
  for (const path of paths) addPath(hash, path, '', skip);
  return hash.digest('hex');
}

function addPath(hash, path, name, skip) {
  if (!statSync(path).isDirectory()) {
    const content = readFileSync(path);
    // The length keeps "ab" + "c" apart from "a" + "bc".
    hash.update(`${name}\0${content.length}\0`).update(content);
    return;
  }
  for (const entry of readdirSync(path).sort()) {
    if (!skip(entry)) addPath(hash, join(path, entry), `${name}/${entry}`, skip);
  }
}
