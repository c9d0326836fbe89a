import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';

/** The longest file that can be read in one sitting. */
export const maxLines = 400;

/** Every source file, tracked or new, with more lines than that. */
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

/** Counts lines as an editor does: a final line break opens no further line. */
const countLines = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
