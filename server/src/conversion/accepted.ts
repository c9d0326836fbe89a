import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { kindOf, typeBytes } from '../files/kind.ts';

/** How the converter reads a file. `extension`: the format of an office document, without a dot. */
export type Accepted =
  | { readonly kind: 'pdf' }
  | { readonly kind: 'picture' }
  | { readonly kind: 'office'; readonly extension: string };

/** Pictures that the converter draws. */
const pictures: ReadonlySet<string> = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
]);

/** Office formats whose content tells them apart; the type of a rarer archive is only `application/zip`. */
const archives: Readonly<Record<string, string>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.oasis.opendocument.graphics': 'odg',
};

/** Types that several office formats share, each with the endings of those formats. */
const shared: readonly { readonly types: RegExp; readonly extensions: readonly string[] }[] = [
  {
    types:
      /^application\/(zip|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-(word|excel|powerpoint))\..*)$/,
    extensions: Object.values(archives),
  },
  { types: /^application\/x-cfb$/, extensions: ['doc', 'xls', 'ppt'] },
  { types: /^application\/rtf$/, extensions: ['rtf', 'doc'] },
];

/** Reads the first bytes of a file and returns how to convert it; undefined for a file that cannot become pages. */
export async function acceptedFile(path: string, name: string): Promise<Accepted | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(typeBytes), 0, typeBytes, 0);
    return await accepted(buffer.subarray(0, bytesRead), name);
  } finally {
    await file.close();
  }
}

/**
 * Returns how to convert the file that begins with `head`. The name counts only for office documents: its ending must
 * belong to a format with this content, and chooses the format when the content leaves several.
 */
export async function accepted(head: Uint8Array, name: string): Promise<Accepted | undefined> {
  const { type = '', isText } = await kindOf(head);
  if (pictures.has(type)) return { kind: 'picture' };
  if (type === 'application/pdf') return { kind: 'pdf' };
  const extension = extname(name).slice(1).toLowerCase();
  const fits = shared.some(({ types, extensions }) => types.test(type) && extensions.includes(extension));
  if (fits) return { kind: 'office', extension: archives[type] ?? extension };
  return isText && extension === 'txt' ? { kind: 'office', extension } : undefined;
}
