interface Branch<T> {
  readonly next: WeakMap<object, Branch<T>>;
  made?: { readonly value: T };
}

function branch<T>(): Branch<T> {
  return { next: new WeakMap() };
}

/**
 * Remembers what was made from objects that never change, as long as all of these objects live. What is asked for every
 * time and changes rarely is made once for each state, and only when somebody asks.
 */
export class Memo<T> {
  readonly #root = branch<T>();

  /** What `make` made the first time for these very objects, in this order. */
  of(parts: readonly object[], make: () => T): T {
    let at = this.#root;
    for (const part of parts) {
      let next = at.next.get(part);
      if (!next) {
        next = branch<T>();
        at.next.set(part, next);
      }
      at = next;
    }
    at.made ??= { value: make() };
    return at.made.value;
  }
}
