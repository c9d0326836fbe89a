/** A file of the client with its line, in a line of a stack. */
const place = /\/(client\/src\/[^\s):?]+)(?:\?[^\s):]*)?(:\d+)/;

interface Pending {
  readonly kind: string;
  readonly where: string;
}

type Start = (run: (...args: unknown[]) => void, ...rest: unknown[]) => unknown;
type End = (id: unknown) => void;

/** Pairs of functions that begin and end something later: the first calls back once, or again and again. */
const pairs = [
  { kind: 'timer', start: 'setTimeout', end: 'clearTimeout', once: true },
  { kind: 'interval', start: 'setInterval', end: 'clearInterval', once: false },
  { kind: 'animation frame', start: 'requestAnimationFrame', end: 'cancelAnimationFrame', once: true },
  { kind: 'idle callback', start: 'requestIdleCallback', end: 'cancelIdleCallback', once: true },
] as const;

/** What the client's own code has begun with the browser's timers and not ended. */
export class LeftTimers {
  readonly #pending = new Map<unknown, Pending>();
  readonly #counts: (file: string) => boolean;

  /** Watches the timers of `scope` from now on. What libraries begin is not seen: only the file that calls directly counts. */
  constructor(scope: object, counts = isOurs) {
    this.#counts = counts;
    for (const pair of pairs) this.#watch(scope, pair);
  }

  /** What is pending, a line each: kind, file and line. Forgets it. */
  take(): string[] {
    const left = [...this.#pending.values()].map(({ kind, where }) => `${kind} of ${where}`);
    this.#pending.clear();
    return left;
  }

  #watch(scope: object, { kind, start, end, once }: (typeof pairs)[number]): void {
    const [begin, stop] = [Reflect.get(scope, start) as Start | undefined, Reflect.get(scope, end) as End | undefined];
    // jsdom has no idle callbacks.
    if (!begin || !stop) return;
    const key = (id: unknown) => (typeof id === 'object' && id !== null ? id : `${kind} ${String(id)}`);
    const started: Start = (run, ...rest) => {
      const where = this.#callerOf(new Error('begun here').stack ?? '');
      if (where === undefined) return begin.call(scope, run, ...rest);
      const id = begin.call(
        scope,
        (...args) => {
          if (once) this.#pending.delete(key(id));
          run(...args);
        },
        ...rest,
      );
      this.#pending.set(key(id), { kind, where });
      return id;
    };
    const ended: End = (id) => {
      this.#pending.delete(key(id));
      stop.call(scope, id);
    };
    Reflect.set(scope, start, Object.assign(started, begin));
    Reflect.set(scope, end, ended);
  }

  /** File and line of the code that called, if it counts. */
  #callerOf(stack: string): string | undefined {
    // The lines are: the message, this watch, its caller.
    const [, file, line] = place.exec(stack.split('\n')[2] ?? '') ?? [];
    return file !== undefined && this.#counts(file) ? `${file}${line}` : undefined;
  }
}

/** True for what the browser runs: no tests, and nothing that only tests use. */
function isOurs(file: string): boolean {
  return !file.startsWith('client/src/testing/') && !file.includes('.test.');
}

/** What is pending on the page of this test file. */
export const leftTimers = new LeftTimers(globalThis);
