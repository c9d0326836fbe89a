import { chunkExtraBytes, type FileEnd, fileHeadBytes } from './sealing.ts';

/** One chunk: its number, where it is on the disk, and where its content is in the file that was encrypted. */
export interface Chunk {
  readonly number: number;
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** The chunks of an encrypted file. */
export class Chunks {
  /** Where the content of each chunk begins, and of the one after the last. */
  readonly #starts: number[] = [0];

  /** @param lengths the lengths of their contents */
  constructor(lengths: FileEnd['lengths'] = []) {
    for (const length of lengths) this.add(length);
  }

  /** The bytes of all contents. */
  get size(): number {
    return this.#starts.at(-1) ?? 0;
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  get lengths(): number[] {
    return this.#starts.slice(1).map((start, index) => start - (this.#starts[index] ?? 0));
  }

  /** Where the next chunk begins on the disk. */
  get end(): number {
    return this.#diskOf(this.count);
  }

  add(length: number): void {
    this.#starts.push(this.size + length);
  }

  /** Drops the chunks that begin at this byte of the content or after it. @throws Error for a byte within a chunk */
  truncate(size: number): void {
    while (this.size > size) this.#starts.pop();
    if (this.size !== size) throw new Error('An encrypted file is cut between two chunks only.');
  }

  /** The chunk of a byte of the content; undefined beyond the end. */
  find(byte: number): Chunk | undefined {
    if (byte < 0 || byte >= this.size) return undefined;
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= byte) low = middle;
      else high = middle - 1;
    }
    const [from = 0, until = 0] = [this.#starts[low], this.#starts[low + 1]];
    return { number: low, at: this.#diskOf(low), from, length: until - from };
  }

  #diskOf(number: number): number {
    return fileHeadBytes + number * chunkExtraBytes + (this.#starts[number] ?? 0);
  }
}
