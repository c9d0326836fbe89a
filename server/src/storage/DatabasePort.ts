/** One procedure and its input, as plain data that can cross to another thread. */
export interface Call {
  readonly area: string;
  readonly name: string;
  readonly input: unknown;
}

/** A database that runs calls. */
export interface DatabasePort {
  /**
   * Runs calls in order in one transaction: when one of them fails, none takes effect. Calls about one room take effect in
   * the order in which they were made.
   * @returns the result of each call
   * @throws AppError `conflict`, `notFound`, `unavailable`, `closed`
   */
  run(calls: readonly Call[]): Promise<unknown[]>;
  /** Waits for all earlier calls. */
  close(): Promise<void>;
}
