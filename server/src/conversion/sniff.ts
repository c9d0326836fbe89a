import { open } from 'node:fs/promises';
import { extname } from 'node:path';

/** What a file is by its first bytes; for office documents, which share containers, by its name as well. */
export type FileKind =
  | { readonly kind: 'pdf' }
  | { readonly kind: 'picture'; readonly type: PictureType }
  | { readonly kind: 'office'; readonly extension: string };

type PictureType = 'png' | 'jpeg' | 'gif' | 'webp';

/** A PDF may begin a little late. */
const headBytes = 1_024;

const containers: readonly { readonly starts: string; readonly extensions: readonly string[] }[] = [
  { starts: 'PK\u0003\u0004', extensions: ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'odg'] },
  { starts: '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', extensions: ['doc', 'xls', 'ppt'] },
  { starts: '{\\rtf', extensions: ['rtf', 'doc'] },
];

const pictures: readonly { readonly type: PictureType; readonly starts: string; readonly at8?: string }[] = [
  { type: 'png', starts: '\u0089PNG\r\n\u001a\n' },
  { type: 'jpeg', starts: '\u00ff\u00d8\u00ff' },
  { type: 'gif', starts: 'GIF87a' },
  { type: 'gif', starts: 'GIF89a' },
  { type: 'webp', starts: 'RIFF', at8: 'WEBPVP8' },
];

/** Looks at a file's first bytes. Undefined: nothing that can be shown. The name is believed only where bytes agree. */
export async function sniff(path: string, name: string): Promise<FileKind | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return kindOf(buffer.subarray(0, bytesRead), name);
  } finally {
    await file.close();
  }
}

/** The same of bytes at hand. */
function kindOf(bytes: Buffer, name: string): FileKind | undefined {
  const head = bytes.toString('latin1');
  const picture = pictures.find(({ starts, at8 = '' }) => head.startsWith(starts) && head.startsWith(at8, 8));
  if (picture) return { kind: 'picture', type: picture.type };
  if (head.includes('%PDF-')) return { kind: 'pdf' };
  const extension = extname(name).slice(1).toLowerCase();
  const isOffice = containers.some(
    ({ starts, extensions }) => head.startsWith(starts) && extensions.includes(extension),
  );
  // Text is what has no zero bytes; UTF-16 is left to those who can say what it is.
  const isText = extension === 'txt' && head !== '' && !head.includes('\u0000');
  return isOffice || isText ? { kind: 'office', extension } : undefined;
}
