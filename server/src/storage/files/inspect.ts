import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';

/** So many bytes of a file are enough to know what it is; a photograph has its size behind its notes. */
export const inspectedBytes = 1024 * 1024;

/** What a file is by its content; its name and what its sender says about it count for nothing. */
export interface FileKind {
  /** The type by its first bytes; undefined when nothing tells it, as of plain text. */
  readonly type: string | undefined;
  /** In pixels as shown; only of the images that a browser shows and that cannot run anything. */
  readonly image?: { readonly width: number; readonly height: number };
}

/** Raster images only: an SVG is a program. */
const safeImages: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** Tells what the file is that begins with `head`. Never throws: what cannot be read is no image. */
export async function inspect(head: Uint8Array): Promise<FileKind> {
  const type = (await guess(head))?.mime;
  if (type === undefined || !safeImages.has(type)) return { type };
  const image = sizeOf(head);
  return image ? { type, image } : { type };
}

/** True when the file may be shown in a page as what it says it is. */
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
    // From 5 on, the camera lay on its side.
    return orientation !== undefined && orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}
