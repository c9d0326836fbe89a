/** At most this often, in ms: in a noisy room a hint that comes again and again is noise itself. */
const restMs = 120_000;

/** Decides when the hint may be shown: at once, then after a rest, and never again once a person has stopped it. */
export interface HintTimes {
  /** True when the hint may be shown now, which begins the next rest. */
  mayShow(now: number): boolean;
  stop(): void;
}

/** The times of one meeting. */
export function createHintTimes(): HintTimes {
  let next = -Infinity;
  return {
    mayShow(now) {
      if (now < next) return false;
      next = now + restMs;
      return true;
    },
    stop() {
      next = Infinity;
    },
  };
}
