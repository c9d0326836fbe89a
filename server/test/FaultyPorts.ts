/** Calls to a port: the n-th of this method, from 1, and those that follow it. */
export interface Calls {
  readonly method: string;
  readonly nth: number;
  /** How many in all. */
  readonly times: number;
}

/** Wraps ports so that some calls of one method fail: a promise rejects, anything else throws. */
export class FaultyPorts {
  readonly #counts = new Map<string, number>();
  #fails: Calls | undefined;
  /** True once the call has come that fails. */
  hasFailed = false;

  constructor(fails?: Calls) {
    this.#fails = fails;
  }

  /** From now on, with calls counted anew. */
  fail(fails: Calls | undefined): void {
    this.#counts.clear();
    this.#fails = fails;
    this.hasFailed = false;
  }

  /** Every call so far, as `port.method`, and how often. */
  get calls(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  wrap = <T extends object>(port: string, part: T): T =>
    new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' || typeof name !== 'string') return value;
        return (...args: unknown[]): unknown => {
          const isFaulty = this.#isFaulty(`${port}.${name}`);
          const call = (): unknown => Reflect.apply(value, target, args);
          if (!isFaulty) return call();
          // A method that answers with a promise rejects, as the real ones do, and does nothing.
          if (value.constructor.name === 'AsyncFunction') return Promise.reject(new Error(`${port}.${name} fails`));
          throw new Error(`${port}.${name} fails`);
        };
      },
    });

  #isFaulty(method: string): boolean {
    const nth = (this.#counts.get(method) ?? 0) + 1;
    this.#counts.set(method, nth);
    const fails = this.#fails;
    const isFaulty = fails?.method === method && nth >= fails.nth && nth < fails.nth + fails.times;
    this.hasFailed ||= isFaulty;
    return isFaulty;
  }
}
