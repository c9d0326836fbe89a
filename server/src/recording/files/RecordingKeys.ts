import { createHmac, hkdfSync } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';

/** The length of a key, in bytes. */
const keyBytes = 32;
/** The length of the name by which a file says which key it needs, in bytes. */
export const keyNameBytes = 8;

/** A key by which recordings are encrypted; undefined for a text that is none: 32 bytes in hex or in base64. */
export function keyOf(text: string): Buffer | undefined {
  const isHex = /^[0-9a-fA-F]{64}$/.test(text);
  if (!isHex && !/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  const key = Buffer.from(text, isHex ? 'hex' : 'base64');
  // A key of one byte again and again is an example that somebody copied.
  return key.length === keyBytes && new Set(key).size > 8 ? key : undefined;
}

/** The keys of recordings: files are written with the first one and read with the one that they name. */
export class RecordingKeys {
  readonly #keys: readonly { readonly name: Buffer; readonly key: Buffer }[];

  /** @param texts keys as `keyOf` takes them */
  constructor(texts: readonly string[]) {
    this.#keys = texts.map((text) => {
      const key = keyOf(text);
      if (!key) throw new Error('A key of recordings is 32 bytes in hex or in base64.');
      const name = createHmac('sha256', key).update('the name of a key of recordings').digest();
      return { name: name.subarray(0, keyNameBytes), key };
    });
  }

  /** The name of the key with which files are written; undefined when they are not encrypted. */
  get first(): Buffer | undefined {
    return this.#keys[0]?.name;
  }

  /**
   * The key of one file.
   * @param place what the file is bound to: elsewhere it cannot be read
   * @throws AppError `unavailable`, bound `key`, when the server does not have the key
   */
  ofFile(name: Buffer, salt: Buffer, place: string): Buffer {
    const found = this.#keys.find((one) => one.name.equals(name));
    if (!found) {
      const words =
        this.#keys.length === 0
          ? 'This recording is encrypted, and the server has no key. Its operator sets PLENUM_RECORDING_KEY.'
          : 'This recording is encrypted with a key that the server does not have. Its operator adds it to PLENUM_RECORDING_KEY.';
      throw new AppError('unavailable', words, 'key');
    }
    return Buffer.from(hkdfSync('sha256', found.key, salt, `a file of a recording: ${place}`, keyBytes));
  }
}
