import { chatLimits } from './limits.ts';
import { asLine } from '../../core/typed.ts';
import { namesSomething } from '../../core/visible.ts';

/** Characters that can make a name look like another, leave its folder, or break a line. */
const unsafe = /[\r\n\p{Cf}<>:"/\\|?*]/gu;

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
};

/** The name for showing and saving a file: the last part of its path, without unsafe characters, never empty. */
export function fileNameOf(given: unknown): string {
  const last = typeof given === 'string' ? (given.toWellFormed().split(/[/\\]/).at(-1) ?? '') : '';
  const name = asLine(last.replace(unsafe, '')).replace(/^[.\s]+|[.\s]+$/g, '');
  if (!namesSomething(name)) return 'file';
  if (name.length <= chatLimits.fileNameLength) return name;
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, chatLimits.fileNameLength - ending.length).toWellFormed()}${ending}`;
}

/** The image type that the ending of a name claims; undefined when it claims none. */
export function imageTypeOf(name: string): string | undefined {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return Object.hasOwn(imageTypes, ending) ? imageTypes[ending] : undefined;
}
