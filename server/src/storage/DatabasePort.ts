/** One procedure and its input, as plain data so that it can cross to another thread. */
export interface Call {
  readonly area: string;
  readonly name: string;
  readonly input: unknown;
}

/** A database that answers calls. */
export interface DatabasePort {
  /**
   * Runs calls in their order in one transaction: when one of them fails, none has happened. Calls about one room take
   * effect in the order in which they were made.
   * @returns what each call answers
   * @throws AppError `conflict`, `notFound`, `unavailable`, `closed`
   */
  run(calls: readonly Call[]): Promise<unknown[]>;
  /** Waits for what was asked before. */
  close(): Promise<void>;
}
