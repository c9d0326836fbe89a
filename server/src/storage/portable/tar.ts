import { AppError } from '@plenum/shared/core/errors';

/** The unit of a tar file, in bytes. */
const block = 512;
/** Where each field of a header begins, and its length. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  sum: [148, 8],
  type: [156, 1],
  magic: [257, 6],
} as const;
type Field = keyof typeof fields;

/** A file of an archive: its path, and how many bytes follow. */
export interface TarHeader {
  readonly path: string;
  readonly bytes: number;
}

/** The end of an archive: two empty blocks. */
export const tarEnd = Buffer.alloc(2 * block);

/** The header of a regular file. @param path at most 100 ASCII characters; a longer one is a fault of the caller */
export function tarHeader({ path, bytes }: TarHeader): Buffer {
  if (path.length > fields.name[1]) throw new Error(`The path ${path} is too long for an archive.`);
  const header = Buffer.alloc(block);
  const write = (field: Field, text: string) => void header.write(text, fields[field][0], 'ascii');
  write('name', path);
  write('mode', '0000600\0');
  // No owner, no time: two archives of the same content are the same bytes.
  write('size', `${bytes.toString(8).padStart(11, '0')}\0`);
  write('type', '0');
  write('magic', 'ustar\0');
  header.write('00', 263, 'ascii');
  write('sum', `${sumOf(header).toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** The bytes after a file up to the next block. */
export function tarPadding(bytes: number): Buffer {
  return Buffer.alloc((block - (bytes % block)) % block);
}

/** The sum of the bytes of a header, its own field counted as blanks. */
function sumOf(header: Buffer): number {
  const [start, length] = fields.sum;
  let sum = 0;
  for (const [at, byte] of header.entries()) sum += at >= start && at < start + length ? 32 : byte;
  return sum;
}

/** Reads a stream in pieces of the lengths that its caller asks for. */
class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** At least one byte and at most `most`; undefined at the end. */
  async some(most: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#source.next();
      if (done === true) return undefined;
      this.#rest = Buffer.from(value);
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  /** Exactly so many bytes. @throws AppError `invalid` at an earlier end */
  async exactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      const part = await this.some(missing);
      if (!part) throw cutOff();
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }
}

/** A file of an archive that is being read: its bytes must be read to their end before the next file. */
export interface TarEntry extends TarHeader {
  readonly content: AsyncIterable<Buffer>;
}

/**
 * The files of an archive, one after the other. Only regular files are taken: no links, no folders, no long names.
 * @throws AppError `invalid` for anything else, and for an archive that breaks off
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const pieces = new Pieces(source);
  for (;;) {
    const header = await pieces.exactly(block);
    if (header.every((byte) => byte === 0)) break;
    const { path, bytes } = readHeader(header);
    let left = bytes;
    const content = (async function* () {
      while (left > 0) {
        const piece = await pieces.some(left);
        if (!piece) throw cutOff();
        left -= piece.length;
        yield piece;
      }
    })();
    yield { path, bytes, content };
    if (left > 0) throw new Error(`The file ${path} of the archive was not read to its end.`);
    await pieces.exactly(tarPadding(bytes).length);
  }
  for (let piece = await pieces.some(block); piece; piece = await pieces.some(block)) {
    if (piece.some((byte) => byte !== 0)) throw new AppError('invalid', 'The archive goes on after its end.');
  }
}

function readHeader(header: Buffer): TarHeader {
  const text = (field: Field) => {
    const [start, length] = fields[field];
    return header.toString('latin1', start, start + length).replace(/\0[^]*$/, '');
  };
  const size = text('size').trim();
  const isOurs = text('magic').startsWith('ustar') && Number.parseInt(text('sum'), 8) === sumOf(header);
  if (!isOurs || !/^[0-7]{1,11}$/.test(size)) throw new AppError('invalid', 'This is no archive of Plenum.');
  if (!['0', ''].includes(text('type'))) throw new AppError('invalid', 'The archive has something that is no file.');
  return { path: text('name'), bytes: Number.parseInt(size, 8) };
}

function cutOff(): AppError {
  return new AppError('invalid', 'The archive breaks off.');
}
