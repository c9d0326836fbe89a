/** Calls back once after `ms` by a monotonic clock; the returned function cancels. Tests pass a clock turned by hand. */
export type After = (ms: number, callback: () => void) => () => void;

/** The real clock. Its timers do not keep the process alive. */
export const realAfter: After = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Milliseconds of a monotonic clock. */
export const realNow = (): number => performance.now();
