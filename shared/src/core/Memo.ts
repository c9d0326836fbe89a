interface Branch<T> {
  readonly next: WeakMap<object, Branch<T>>;
  made?: { readonly value: T };
}

function branch<T>(): Branch<T> {
  return { next: new WeakMap() };
}

/**
 * Remembers values that were computed from immutable objects, for as long as all of these objects live. A value is computed
 * once for each combination, on demand (decision 0048).
 */
export class Memo<T> {
  readonly #root = branch<T>();

  /** Returns the remembered value for these objects in this order; calls `make` the first time. */
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
