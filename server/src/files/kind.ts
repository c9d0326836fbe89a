import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';

/** The first bytes that tell the type of a file. */
export const typeBytes = 4_100;
/** The first bytes that tell the size of an image too: photographs have it behind their notes. */
export const sizeBytes = 1024 * 1024;

/** A PDF may begin within the first bytes, after text that readers skip; the same bytes show whether a file is text. */
const startBytes = 1_024;

/** The kind of a file by its content. The file's name and the type that its sender states do not count. */
export interface FileKind {
  /** The media type by the first bytes; undefined when none fits, as for plain text. */
  readonly type: string | undefined;
  /** True when the first bytes hold text, in UTF-8 or an older encoding of one byte a character. */
  readonly isText: boolean;
  /** The size in pixels as shown. Present only for images that browsers show and that cannot run code. */
  readonly image?: { readonly width: number; readonly height: number };
}

/** Raster images only, because an SVG may contain scripts. */
const safeImages: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Returns the kind of the file that begins with `head`. Never throws: an unreadable image has no `image`. */
export async function kindOf(head: Uint8Array): Promise<FileKind> {
  const start = Buffer.from(head.subarray(0, startBytes)).toString('latin1');
  const type = await typeOf(head, start);
  // UTF-16 has zero bytes: without a declared encoding it cannot be told from binary data.
  const kind = { type, isText: start !== '' && !start.includes('\u0000') };
  const image = isSafeImage(type) ? sizeOf(head) : undefined;
  return image ? { ...kind, image } : kind;
}

/** Whether a browser may show a file of this type as an image: no code in it can run. */
export function isSafeImage(type: string | undefined): boolean {
  return type !== undefined && safeImages.has(type);
}

async function typeOf(head: Uint8Array, start: string): Promise<string | undefined> {
  const type = await signatureOf(head);
  return !type?.startsWith('image/') && start.includes('%PDF-') ? 'application/pdf' : type;
}

async function signatureOf(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime;
  } catch {
    return undefined;
  }
}

function sizeOf(head: Uint8Array): FileKind['image'] {
  try {
    const { width, height, orientation } = imageSize(head);
    if (!(width > 0 && height > 0)) return undefined;
    // Orientations from 5 on swap the sides.
    return orientation !== undefined && orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}
