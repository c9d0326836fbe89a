/** Calls back once after `ms` milliseconds by a monotonic clock; the answer cancels. Tests hand in one they turn by hand. */
export type After = (ms: number, callback: () => void) => () => void;

/** The real clock. It never keeps the process alive by itself. */
export const realAfter: After = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Milliseconds that only go forward. */
export const realNow = (): number => performance.now();
