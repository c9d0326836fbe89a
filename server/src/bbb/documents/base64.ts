import { open } from 'node:fs/promises';
import { Refused } from '../../conversion/Refused.ts';

/** The bytes of base64 that are decoded before the event loop gets its turn. */
const sliceBytes = 1024 * 1024;
/** Longer than a reference to a line break, which writers of XML put into base64: `&#13;`. */
const referenceBytes = 6;

/**
 * Decodes base64, with line breaks, into a new file.
 * @param pieces the text as it came, in latin letters
 * @returns the bytes of the file
 * @throws Refused `broken` for what is no base64, `empty`, `bytes` for more than `most` bytes
 */
export async function writeBase64(pieces: readonly Buffer[], path: string, most: number): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let rest = '';
  let bytes = 0;
  let isOver = false;
  const write = async (text: string) => {
    const decoded = Buffer.from(text, 'base64');
    bytes += decoded.length;
    if (bytes > most) throw new Refused('bytes');
    await file.writeFile(decoded);
  };
  try {
    for (const slice of slicesOf(pieces)) {
      const text = rest + slice.toString('latin1').replaceAll(/\s|&#(?:1[03]|x0?[AD]);/gi, '');
      if (text === '') continue;
      if (isOver || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw new Refused('broken', 'this is no base64');
      const whole = text.length - (text.length % 4);
      isOver = text.slice(0, whole).endsWith('=');
      if (whole > 0) await write(text.slice(0, whole));
      rest = text.slice(whole);
    }
    if (rest.length === 1 || rest.includes('=') || (isOver && rest !== ''))
      throw new Refused('broken', 'no whole base64');
    if (rest !== '') await write(rest);
  } finally {
    await file.close();
  }
  if (bytes === 0) throw new Refused('empty');
  return bytes;
}

/** The text in slices, none of which ends within a reference. */
function* slicesOf(pieces: readonly Buffer[]): Generator<Buffer> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      let end = Math.min(at + sliceBytes, piece.length);
      const reference = piece.subarray(end - referenceBytes, end).lastIndexOf('&');
      if (end < piece.length && reference >= 0 && end - referenceBytes > at) end += reference - referenceBytes;
      yield piece.subarray(at, end);
      at = end;
    }
  }
}
