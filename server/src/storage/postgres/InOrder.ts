/** Runs tasks that share a name one after another, in the order of the calls; other tasks run in parallel. */
export class InOrder {
  readonly #last = new Map<string, Promise<void>>();

  run<Value>(names: readonly string[], task: () => Promise<Value>): Promise<Value> {
    const before = names.flatMap((name) => this.#last.get(name) ?? []);
    const result = before.length > 0 ? Promise.all(before).then(task) : task();
    const forget = () => {
      for (const name of names) if (this.#last.get(name) === done) this.#last.delete(name);
    };
    const done: Promise<void> = result.then(forget, forget);
    for (const name of names) this.#last.set(name, done);
    return result;
  }
}
