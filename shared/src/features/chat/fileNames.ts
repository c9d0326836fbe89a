import { chatLimits } from './limits.ts';
import { namesSomething, withoutHidden } from '../../core/visible.ts';

/** What could make a name look like another, lead out of a folder, or break a line. */
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029<>:"/\\|?*]/gu;

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
};

/** The name under which a file is shown and saved: its last part, without what could deceive, and never empty. */
export function fileNameOf(given: unknown): string {
  const last = typeof given === 'string' ? (given.toWellFormed().split(/[/\\]/).at(-1) ?? '') : '';
  const name = withoutHidden(last.replace(unsafe, '')).replace(/^[.\s]+|[.\s]+$/g, '');
  if (!namesSomething(name)) return 'file';
  if (name.length <= chatLimits.fileNameLength) return name;
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, chatLimits.fileNameLength - ending.length).toWellFormed()}${ending}`;
}

/** The image type that a name promises; undefined when it promises none. */
export function imageTypeOf(name: string): string | undefined {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return Object.hasOwn(imageTypes, ending) ? imageTypes[ending] : undefined;
}
