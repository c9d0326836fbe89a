/** The messages that a fake received, and a way to await later ones. */
export class Waiter<T> {
  readonly all: T[] = [];
  readonly #waiting: { readonly when: (item: T) => boolean; readonly resolve: (item: T) => void }[] = [];
  #taken = 0;

  push(item: T): void {
    this.all.push(item);
    for (const one of this.#waiting.filter(({ when }) => when(item))) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      one.resolve(item);
    }
  }

  /** The next item for which `when` holds, including those that arrived since the last call. */
  next(when: (item: T) => boolean = () => true): Promise<T> {
    const index = this.all.findIndex((item, at) => at >= this.#taken && when(item));
    const take = (item: T) => {
      this.#taken = this.all.indexOf(item) + 1;
      return item;
    };
    const found = this.all[index];
    if (index >= 0 && found !== undefined) return Promise.resolve(take(found));
    return new Promise((resolve) => this.#waiting.push({ when, resolve: (item) => resolve(take(item)) }));
  }
}
