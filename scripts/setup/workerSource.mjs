import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StopError } from '../support/StopError.mjs';
import { edits, shims } from '../worker/recipe.mjs';
import { shimFolder } from './workerCache.mjs';

/**
 * Puts mediasoup's worker source, edited and with our shims as its libraries, into `folder`. A folder that an
 * interrupted set-up left half-filled is thrown away; a complete one is kept, so that its build goes on.
 * `putSrtp` puts a libsrtp of our own into the folder that it is called with, if it can.
 */
export async function prepareSource({ mediasoup, folder, putSrtp }) {
  const complete = join(folder, '.plenum-complete');
  if (existsSync(complete)) return;
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(mediasoup.folder, 'worker'), folder, { recursive: true });
  for (const edit of edits) {
    const path = join(folder, edit.file);
    writeFileSync(path, applyEdit(readFileSync(path, 'utf8'), edit));
  }
  const subprojects = join(folder, 'subprojects');
  for (const shim of shims) {
    const wrap = readFileSync(join(subprojects, `${shim}.wrap`), 'utf8');
    // Meson downloads nothing when the folder that the wrap file names is already there.
    const place = join(subprojects, wrapDirectory(wrap, shim));
    cpSync(join(shimFolder, shim), place, { recursive: true });
    if (shim === 'libsrtp3') await putSrtp(join(place, 'built'));
  }
  writeFileSync(complete, '');
}

/** Applies one edit. Throws when its text does not occur exactly once, because then mediasoup's source has changed. */
export function applyEdit(source, { file, find, replace }) {
  const places = source.split(find).length - 1;
  if (places === 1) return source.replace(find, () => replace);
  throw new StopError(
    `The media worker cannot be built: "${find}" occurs ${places} times in mediasoup's ${file}, expected once. ` +
      `This mediasoup version needs a new look at scripts/worker/recipe.mjs.`,
  );
}

/** The folder under subprojects/ that a meson wrap file names. */
export function wrapDirectory(wrap, name) {
  const directory = /^directory\s*=\s*(\S+)\s*$/m.exec(wrap)?.[1];
  if (directory) return directory;
  throw new StopError(
    `The media worker cannot be built: mediasoup's ${name}.wrap names no directory. ` +
      `This mediasoup version needs a new look at scripts/setup/workerSource.mjs.`,
  );
}
