/** A list of past calls or events, in order, for which a test can wait. */
export class Happened<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  readonly push = (item: T): void => {
    this.all.push(item);
    for (const look of this.#waiting) look();
  };

  /** Resolves as soon as the condition holds. If it never holds, the test runs into its own time limit. */
  until(condition: (all: readonly T[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition(this.all)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  async count(count: number): Promise<readonly T[]> {
    await this.until((all) => all.length >= count);
    return this.all;
  }
}
