import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';

/** A file is for one sitting. */
export const maxLines = 400;

/** Every source file, known to git or about to be, that is too long to read. */
export function findLongFiles() {
  const listing = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '*.ts', '*.tsx', '*.mjs'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64e6 },
  );
  return listing
    .split('\0')
    .filter((path) => path && existsSync(inRoot(path)))
    .map((path) => ({ path, lines: countLines(readFileSync(inRoot(path), 'utf8')) }))
    .filter(({ lines }) => lines > maxLines);
}

/** Lines as an editor counts them: a last line break opens no further line. */
const countLines = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
