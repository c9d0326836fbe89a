import { AppError } from '@plenum/shared/core/errors';

/** A thing behind a handle. `close` is idempotent. */
export interface Held {
  readonly kind: string;
  close(): void;
}

interface Entry<T> {
  /** The handle of the thing on which this one was made; 0 for none. */
  readonly parent: number;
  readonly children: Set<number>;
  /** Undefined while it is being made. */
  thing: T | undefined;
}

/** The things that one owner has made at this node, by the handles that the owner gave them. */
export class Handles<T extends Held> {
  readonly #entries = new Map<number, Entry<T>>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Makes a thing on another one (`parent`; 0: on none).
   * @throws AppError `full` at the bound, `conflict` for a handle in use, `closed` when it was closed meanwhile
   */
  async make<M extends T>(handle: number, parent: number, making: () => Promise<M>): Promise<M> {
    if (this.#entries.size >= this.#most) throw new AppError('full', 'This owner has too much at this media node.');
    if (this.#entries.has(handle)) throw new AppError('conflict', 'This handle is in use.');
    const entry: Entry<T> = { parent, children: new Set(), thing: undefined };
    this.#entries.set(handle, entry);
    this.#entries.get(parent)?.children.add(handle);
    const thing = await making().catch((error: unknown) => {
      if (this.#entries.get(handle) === entry) this.close(handle);
      throw error;
    });
    if (this.#entries.get(handle) !== entry) {
      thing.close();
      throw new AppError('closed', 'This was closed before it was made.');
    }
    entry.thing = thing;
    return thing;
  }

  /** @throws AppError `closed` when there is no such thing of this kind */
  require<K extends T['kind']>(handle: number, kind: K): Extract<T, { readonly kind: K }> {
    const thing = this.find(handle);
    if (thing && isOf(thing, kind)) return thing;
    throw new AppError('closed', 'The stream or transport has ended.');
  }

  find(handle: number): T | undefined {
    return this.#entries.get(handle)?.thing;
  }

  /** Ends the thing and forgets it with all that was made on it, which ends with it. Does nothing without one. */
  close(handle: number): void {
    const entry = this.#entries.get(handle);
    if (!entry) return;
    this.#entries.get(entry.parent)?.children.delete(handle);
    this.#forget(handle, entry);
    entry.thing?.close();
  }

  closeAll(): void {
    for (const [handle, { parent }] of Array.from(this.#entries)) if (parent === 0) this.close(handle);
  }

  #forget(handle: number, entry: Entry<T>): void {
    this.#entries.delete(handle);
    for (const child of entry.children) {
      const one = this.#entries.get(child);
      if (one) this.#forget(child, one);
    }
  }
}

function isOf<T extends Held, K extends T['kind']>(thing: T, kind: K): thing is Extract<T, { readonly kind: K }> {
  return thing.kind === kind;
}
