/** Runs tasks with the same name one after another, others at the same time. */
export class InOrder {
  readonly #last = new Map<string, Promise<void>>();

  run<Value>(name: string, task: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(name);
    const result = before ? before.then(task) : task();
    const forget = () => {
      if (this.#last.get(name) === done) this.#last.delete(name);
    };
    const done: Promise<void> = result.then(forget, forget);
    this.#last.set(name, done);
    return result;
  }
}
