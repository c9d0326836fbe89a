import { AppError } from '@plenum/shared/core/errors';
import { headAt, ids } from '../webm/ebml.ts';

/** Elements that are read through to what is within them. */
const containers: readonly number[] = [ids.segment, ids.cluster];
const top: readonly number[] = [ids.header, ids.segment, ids.seekHead, ids.info, ids.tracks, ids.cues, ids.void];
const known: readonly number[] = [...top, ids.cluster, ids.timestamp, ids.simpleBlock];
/** The longest head of an element, in bytes, and the shortest block. */
const [headBytes, blockBytes] = [12, 5];

/**
 * Checks that a file has the form of those that a recorder writes, as its bytes come: so nothing that reads it later meets what it
 * does not expect, nor works through millions of empty elements.
 */
export class WebmCheck {
  readonly #path: string;
  readonly #most: number;
  #elements = 0;
  #clusters = 0;
  /** Bytes of a head whose end has not come. */
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of content that are passed over. */
  #skip = 0;

  /** @param most the most elements of the file */
  constructor(path: string, most: number) {
    this.#path = path;
    this.#most = most;
  }

  /** @throws AppError `invalid` */
  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#skip === 0 && this.#rest.length > 0) bytes = Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    for (let at = 0; at < bytes.length; ) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - at);
        this.#skip -= step;
        at += step;
        continue;
      }
      const head = headAt(bytes.subarray(at, at + headBytes), 0);
      if (!head && bytes.length - at < headBytes) {
        this.#rest = Buffer.from(bytes.subarray(at));
        return;
      }
      if (!head) throw this.#wrong();
      this.#meet(head.id, head.content);
      at += head.head;
    }
  }

  /** @throws AppError `invalid` for a file that breaks off, or has nothing to play */
  end(): void {
    if (this.#skip > 0 || this.#rest.length > 0 || this.#clusters === 0) throw this.#wrong();
  }

  #meet(id: number, content: number): void {
    this.#elements += 1;
    const isFirst = this.#elements === 1;
    if (isFirst !== (id === ids.header) || !known.includes(id) || this.#elements > this.#most) throw this.#wrong();
    if (id === ids.simpleBlock && content < blockBytes) throw this.#wrong();
    if (id === ids.timestamp && content !== 8) throw this.#wrong();
    if (id === ids.cluster) this.#clusters += 1;
    if (!containers.includes(id)) this.#skip = content;
  }

  #wrong(): AppError {
    return new AppError('invalid', `"${this.#path}" is no file of sound or picture as recordings have them.`);
  }
}
