/**
 * Whether the bytes of a picture end before the picture does, as after a broken download. Only the frame of the format is
 * read, no pixels. False for whole pictures and for all that is no PNG, JPEG, GIF, WebP or AVIF.
 */
export function isCutOff(bytes: Uint8Array<ArrayBuffer>): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const is = (text: string, at: number) =>
    Array.from(text).every((sign, index) => bytes[at + index] === sign.charCodeAt(0));
  if (is('\u0089PNG', 0)) return pngIsCut(view);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return jpegIsCut(bytes);
  if (is('GIF8', 0)) return gifIsCut(bytes);
  if (is('RIFF', 0) && is('WEBP', 8)) return view.getUint32(4, true) + 8 > bytes.length;
  return is('ftyp', 4) && (is('avi', 8) || is('mif1', 8)) && boxesAreCut(view);
}

/** A PNG is chunks of a length, a name of four letters, data and a checksum; the last is IEND. */
function pngIsCut(view: DataView): boolean {
  const end = 0x49454e44;
  let at = 8;
  while (at + 12 <= view.byteLength) {
    const next = at + 12 + view.getUint32(at);
    if (next > view.byteLength) return true;
    if (view.getUint32(at + 4) === end) return false;
    at = next;
  }
  return true;
}

/** A JPEG is segments of a marker and a length; behind some come packed pixels, in which no marker can stand. */
function jpegIsCut(bytes: Uint8Array): boolean {
  const isBare = (marker: number) => marker <= 1 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7);
  let at = 2;
  while (at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || isBare(marker)) at += 1;
    else if (marker === 0xd9) return false;
    else at += 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  }
  return true;
}

/** A GIF is blocks of sub-blocks. Some programs leave out the last byte, so an end between two blocks is whole too. */
function gifIsCut(bytes: Uint8Array): boolean {
  const tableAt = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableAt(bytes[10] ?? 0);
  let hasPicture = false;
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x2c) at += 11 + tableAt(bytes[at + 9] ?? 0);
    else if (block === 0x21) at += 2;
    // The end, or signs behind the pictures that do not belong to them.
    else return !hasPicture;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
    if (at > bytes.length) return true;
    hasPicture ||= block === 0x2c;
  }
  return at > bytes.length || !hasPicture;
}

/** An AVIF is boxes of a length and a name of four letters; length 0 goes to the end of the file. */
function boxesAreCut(view: DataView): boolean {
  let at = 0;
  while (at + 8 <= view.byteLength) {
    const short = view.getUint32(at);
    if (short === 0) return false;
    const isLong = short === 1 && at + 16 <= view.byteLength;
    const length = isLong ? Number(view.getBigUint64(at + 8)) : short;
    if (length < 8) return false;
    at += length;
  }
  return at > view.byteLength;
}
