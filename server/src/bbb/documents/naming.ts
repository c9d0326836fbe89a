import { extname } from 'node:path';

/** The last part of the path of an address, decoded; empty for none. */
export function nameInUrl(url: string): string {
  if (!URL.canParse(url)) return '';
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** The first of the names, with the ending of a later one where it has none: an office document is known by its ending. */
export function documentName(names: readonly string[]): string {
  const given = names.filter((name) => name !== '');
  const [first = ''] = given;
  const ending = given.map(extname).find((one) => /^\.[a-z]{3,4}$/i.test(one)) ?? '';
  return first.toLowerCase().endsWith(ending.toLowerCase()) ? first : `${first}${ending}`;
}
