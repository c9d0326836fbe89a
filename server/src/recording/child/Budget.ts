/** Nothing more may be written into a recording. */
export class LimitReached extends Error {
  constructor() {
    super('The space for recordings is used up.');
  }
}

/** The bytes of one recording. They are taken before they are written, so that no bound is ever passed. */
export class Budget {
  #taken: number;
  #upTo = Number.POSITIVE_INFINITY;

  /** @param taken the bytes that are on the disk already */
  constructor(taken: number) {
    this.#taken = taken;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Lets the recording have so many bytes in all. */
  grant(upTo: number): void {
    this.#upTo = upTo;
  }

  /** @throws LimitReached */
  take(bytes: number): void {
    if (this.#taken + bytes > this.#upTo) throw new LimitReached();
    this.#taken += bytes;
  }
}
