/** Some calls of one method: the n-th call, from 1, and calls after it. */
export interface Calls {
  readonly method: string;
  readonly nth: number;
  /** The number of calls. */
  readonly times: number;
}

/** Wraps ports so that some calls of one method fail: an async method rejects, any other throws. */
export class FaultyPorts {
  readonly #counts = new Map<string, number>();
  #fails: Calls | undefined;
  /** True once a call has failed. */
  hasFailed = false;

  constructor(fails?: Calls) {
    this.#fails = fails;
  }

  /** Lets other calls fail from now on, and counts from 1 again. */
  fail(fails: Calls | undefined): void {
    this.#counts.clear();
    this.#fails = fails;
    this.hasFailed = false;
  }

  /** The number of all calls so far, by `port.method`. */
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
          // An async method rejects, as the real ones do, and has no effect.
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
