import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import { keyNameBytes, type RecordingKeys } from './RecordingKeys.ts';

/** The first bytes of an encrypted file. Neither WebM nor a line of JSON begins so. */
export const magic = Buffer.from('PLNMSEA1');
const saltBytes = 16;
/** The head of an encrypted file: mark, name of the key, salt. */
export const fileHeadBytes = magic.length + keyNameBytes + saltBytes;

const [nonceBytes, tagBytes] = [12, 16];
/** The head of a chunk: its kind, the length of its content, a nonce. The content and a tag follow. */
export const chunkHeadBytes = 1 + 4 + nonceBytes;
/** What a chunk takes beside its content. */
export const chunkExtraBytes = chunkHeadBytes + tagBytes;
/** The longest content of a chunk: a line of a log may be long. */
const longestChunk = 128 * 1024 * 1024;

/** A chunk of content, and the one that ends a complete file. */
export type ChunkKind = 'data' | 'end';
const kinds: readonly ChunkKind[] = ['data', 'end'];
/** The first byte of the chunk that ends a file. */
export const endMark = kinds.indexOf('end');

/** The words for a chunk that was changed, or is not in its place. @param number counted from 0 */
export function damaged(number: number): AppError {
  return new AppError('unavailable', `Part ${number + 1} of a file of this recording is damaged.`, 'damaged');
}

/** The words for a file that ends too early. */
export function cutShort(): AppError {
  return new AppError('unavailable', 'A file of this recording is damaged: its end is missing.', 'damaged');
}

/** Encrypts and decrypts the chunks of one file by AES-256-GCM. A chunk is bound to its file, its kind and its number. */
export class Sealer {
  /** The first bytes of the file. */
  readonly head: Buffer;
  readonly #key: Buffer;
  readonly #salt: Buffer;

  private constructor(head: Buffer, key: Buffer) {
    this.head = head;
    this.#key = key;
    this.#salt = head.subarray(magic.length + keyNameBytes);
  }

  /** For a new file, with the first key; undefined when there is none. */
  static fresh(keys: RecordingKeys, place: string): Sealer | undefined {
    const name = keys.first;
    if (!name) return undefined;
    const salt = randomBytes(saltBytes);
    return new Sealer(Buffer.concat([magic, name, salt]), keys.ofFile(name, salt, place));
  }

  /** For a file that begins with these bytes; undefined for one that is not encrypted. @throws AppError `unavailable` */
  static of(head: Buffer, keys: RecordingKeys, place: string): Sealer | undefined {
    if (head.length < fileHeadBytes || !head.subarray(0, magic.length).equals(magic)) return undefined;
    const own = Buffer.from(head.subarray(0, fileHeadBytes));
    const name = own.subarray(magic.length, magic.length + keyNameBytes);
    return new Sealer(own, keys.ofFile(name, own.subarray(magic.length + keyNameBytes), place));
  }

  /** The bytes of a chunk on the disk. */
  seal(kind: ChunkKind, number: number, content: Buffer): Buffer {
    // Random, not counted: after a crash another chunk may get the number of one that was cut short.
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(this.#bound(kind, number));
    const head = Buffer.alloc(5);
    head.writeUInt8(kinds.indexOf(kind), 0);
    head.writeUInt32BE(content.length, 1);
    return Buffer.concat([head, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  }

  /** The content of a whole chunk. @throws AppError `unavailable` when it was changed, or is another chunk */
  open(kind: ChunkKind, number: number, chunk: Buffer): Buffer {
    const nonce = chunk.subarray(5, chunkHeadBytes);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(this.#bound(kind, number)).setAuthTag(chunk.subarray(chunk.length - tagBytes));
    try {
      return Buffer.concat([
        decipher.update(chunk.subarray(chunkHeadBytes, chunk.length - tagBytes)),
        decipher.final(),
      ]);
    } catch {
      throw damaged(number);
    }
  }

  #bound(kind: ChunkKind, number: number): Buffer {
    const bytes = Buffer.alloc(9);
    bytes.writeUInt8(kinds.indexOf(kind), 0);
    bytes.writeBigUInt64BE(BigInt(number), 1);
    return Buffer.concat([this.#salt, bytes]);
  }
}

/** What the head of a chunk says; undefined for bytes that are no whole head. @throws AppError for a head that is damaged */
export function chunkHeadOf(bytes: Buffer, number: number): { kind: ChunkKind; length: number } | undefined {
  if (bytes.length < chunkHeadBytes) return undefined;
  const kind = kinds[bytes.readUInt8(0)];
  const length = bytes.readUInt32BE(1);
  if (!kind || length > longestChunk) throw damaged(number);
  return { kind, length };
}

/** What the last chunk of a complete file says. */
export interface FileEnd {
  /** The length of each chunk's content. */
  readonly lengths: readonly number[];
  /** The content of the first chunk, which is written again when a file is completed; undefined: it stays. */
  readonly first: Buffer | undefined;
}

/** The content of the last chunk. */
export function endContent({ lengths, first = Buffer.alloc(0) }: FileEnd): Buffer {
  const bytes = Buffer.alloc(8 + 4 * lengths.length);
  bytes.writeUInt32BE(first.length, 0);
  bytes.writeUInt32BE(lengths.length, 4);
  for (const [index, length] of lengths.entries()) bytes.writeUInt32BE(length, 8 + 4 * index);
  return Buffer.concat([bytes, first]);
}

export function endOf(content: Buffer): FileEnd {
  const [firstLength, count] = [content.readUInt32BE(0), content.readUInt32BE(4)];
  const lengths = Array.from({ length: count }, (_, index) => content.readUInt32BE(8 + 4 * index));
  return { lengths, first: firstLength === 0 ? undefined : content.subarray(8 + 4 * count) };
}

/** The last four bytes of a complete file: the length of the content of its last chunk. */
export const trailerBytes = 4;

/** The place of the last chunk of a complete file, if the trailer is right. */
export function endAt(size: number, trailer: Buffer): { at: number; length: number } | undefined {
  if (trailer.length < trailerBytes) return undefined;
  const length = trailer.readUInt32BE(0);
  const at = size - trailerBytes - length - chunkExtraBytes;
  return at >= fileHeadBytes ? { at, length } : undefined;
}
