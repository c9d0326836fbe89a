import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';

/** The bytes from which a file's type is found; in a photograph, the size comes after the metadata. */
export const inspectedBytes = 1024 * 1024;

/** The kind of a file by its content; its name and the sender's statement do not count. */
export interface FileKind {
  /** The type by its first bytes; undefined when they show none, as in plain text. */
  readonly type: string | undefined;
  /** The shown size in pixels; only of images that browsers show and that cannot run anything. */
  readonly image?: { readonly width: number; readonly height: number };
}

/** Raster images only: an SVG is a program. */
const safeImages: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Finds the kind of the file that begins with `head`. Never throws: an unreadable file is no image. */
export async function inspect(head: Uint8Array): Promise<FileKind> {
  const type = (await guess(head))?.mime;
  if (type === undefined || !safeImages.has(type)) return { type };
  const image = sizeOf(head);
  return image ? { type, image } : { type };
}

/** True when a page may show the file as its type. */
export function isSafeImage(type: string | undefined): boolean {
  return type !== undefined && safeImages.has(type);
}

async function guess(head: Uint8Array) {
  try {
    return await fileTypeFromBuffer(head);
  } catch {
    return undefined;
  }
}

function sizeOf(head: Uint8Array): FileKind['image'] {
  try {
    const { width, height, orientation } = imageSize(head);
    if (!(width > 0 && height > 0)) return undefined;
    // From 5 on, the picture is turned by a quarter.
    return orientation !== undefined && orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}
