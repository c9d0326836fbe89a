import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { inRoot } from '../support/paths.mjs';

/** The worker threads of the server, by the modules that start them. */
const threads = {
  'server/src/storage/sqlite/DatabaseThread.ts': './worker.ts',
  'server/src/storage/sqlite/Inspection.ts': './inspector.ts',
  'server/src/ballot/StampThread.ts': './worker.ts',
};
const folder = inRoot('node_modules', '.cache', 'plenum-threads');
const nameOf = (starter) => starter.replaceAll(/\W+/g, '-');

/**
 * A thread loads its 300 modules anew for each server that a test starts, which takes most of that start. Here the threads
 * of tests are the same code in one file. Tests with processes of their own start the threads as they are.
 */
export function bundledThreads() {
  return {
    name: 'plenum:bundled-threads',
    enforce: 'pre',
    transform(code, id) {
      const found = Object.entries(threads).find(([starter]) => id === inRoot(starter));
      if (!found) return undefined;
      const [starter, thread] = found;
      const address = `new URL('${thread}', import.meta.url)`;
      if (!code.includes(address))
        throw new Error(`${starter} does not start ${thread} any more: see ${import.meta.filename}.`);
      const bundle = pathToFileURL(join(folder, `${nameOf(starter)}.mjs`)).href;
      return { code: code.replace(address, `new URL('${bundle}')`), map: null };
    },
  };
}

/** Runs once before the tests of a project. */
export async function setup() {
  // Written beside and moved: other projects, and other runs in this tree, do the same.
  mkdirSync(folder, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const input = Object.fromEntries(
    Object.entries(threads).map(([starter, thread]) => [nameOf(starter), inRoot(starter, '..', thread)]),
  );
  await build({
    configFile: false,
    logLevel: 'warn',
    root: inRoot(),
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: fresh,
      rolldownOptions: { input, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(folder, name));
  rmdirSync(fresh);
}
