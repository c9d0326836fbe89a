import { mostShed, noPictures, type ShedLevel, shedsPictures } from './shedLevels.ts';

/** One reading of a worker and of this process. */
export interface LoadSample {
  /** Monotonic ms. */
  readonly at: number;
  /** Bytes that wait in the receive buffers of the worker's UDP sockets, as the kernel counts them. */
  readonly queuedBytes: number;
  /** Packets that these sockets have dropped so far. */
  readonly drops: number;
  /** Share of the time since the last reading in which the worker computed or waited for a core; the kernel
   * counts a wait when it ends, so that one reading may have more than 1 and the one before too little. */
  readonly busy: number;
  /** By how much sound is late on its way in and out of the worker together, in ms; 0 without any. */
  readonly soundLateMs: number;
  /** How late this process's event loop was at most since the last reading, in ms. */
  readonly lagMs: number;
}

/** What the policy remembers of a worker between two readings. Made by `calmLoad` and `judge` only. */
export interface Load {
  readonly level: ShedLevel;
  /** The last readings, oldest first. */
  readonly window: readonly LoadSample[];
  /** When the level changed last, and since when everything has been calm; monotonic ms. */
  readonly changedAt: number;
  readonly calmSince: number | undefined;
  /** How long everything must be calm before the next step back, in ms. */
  readonly patienceMs: number;
  /** When the last step back was; a new step up soon after it doubles the patience. */
  readonly easedAt: number;
}

/** Readings that decide: a key frame to 200 people fills the queue for some 0.2 s, and is over within two of them. */
const windowSize = 3;
/**
 * Bytes that may wait in each reading of the window. The kernel counts 768 bytes for a packet of sound and 2,304 for a full
 * one, and a lesson of 200 receives 580 packets a second: 100 ms of it are 45 to 130 kB.
 */
const standingBytes = 24 * 1024;
/** Bytes that call for whole pictures to go at once when the queue has stood and grown for a window. */
const urgentBytes = 64 * 1024;
/** Bytes of a queue that is no burst of one key frame any more, whatever came before. */
const fullBytes = 256 * 1024;
/** Sound that is late by so much in each reading while the worker is busy stands in a queue, however short that is in bytes. */
const lateSoundMs = 90;
const urgentSoundMs = 200;
/**
 * Without any pictures, voices go when sound is late by so much in each reading, or so much of it waits; less may be the
 * joining of many.
 */
const lateVoicesMs = 120;
const waitingVoicesBytes = 48 * 1024;
/** The least share of a worker that has no time left; a sender's own network can make sound late too. */
const fullBusy = 0.9;
/** A queue that shrinks by less than this share from one reading to the next does not count as shrinking. */
const shrinkShare = 0.15;
/** How late this process may be while a worker is busy, in ms: sound passes through it. */
const lateMs = 100;
/** A worker with a higher share has no time to spare, and counts as busy with a lower one. */
const calmBusy = 0.75;
/** How long a step must have had effect before the next one, in ms. */
const effectMs = 350;
/** How long everything must be calm before a step back: at first, and at most, in ms. */
const firstPatienceMs = 8_000;
const mostPatienceMs = 120_000;
/** A step up within this time after a step back shows that the step back was too early, in ms. */
const relapseMs = 20_000;
/** After so long without any shedding, a worker begins afresh, in ms. */
const forgetMs = 300_000;

/** A worker that has just begun. */
export const calmLoad: Load = {
  level: 0,
  window: [],
  changedAt: Number.NEGATIVE_INFINITY,
  calmSince: undefined,
  patienceMs: firstPatienceMs,
  easedAt: Number.NEGATIVE_INFINITY,
};

/**
 * How much to shed after this reading. Up at once and in steps that have time to take effect, down one step after a time of
 * calm that grows with each relapse.
 */
export function judge(before: Load, sample: LoadSample): Load {
  const window = [...before.window, sample].slice(-windowSize);
  const pressure = pressureIn(window);
  const calmSince = isCalm(window) ? (before.calmSince ?? sample.at) : undefined;
  const load = { ...before, window, calmSince };
  const { at } = sample;
  const settled = at - before.changedAt >= effectMs;
  const mayRaise = before.level < noPictures || (before.level < mostShed && isTooMuchSound(window));
  if (pressure !== 'none' && settled && mayRaise) return raise(load, at, pressure);
  if (calmSince === undefined) return load;
  if (before.level > 0) {
    const calmMs = at - Math.max(calmSince, before.changedAt);
    const patienceMs = before.level > noPictures ? firstPatienceMs / 2 : before.patienceMs;
    return calmMs >= patienceMs ? ease(load, at) : load;
  }
  return at - Math.max(calmSince, before.changedAt) >= forgetMs ? { ...load, patienceMs: firstPatienceMs } : load;
}

type Pressure = 'none' | 'standing' | 'urgent';

function pressureIn(window: readonly LoadSample[]): Pressure {
  const [last, previous] = [window.at(-1), window.at(-2)];
  if (!last || !previous) return 'none';
  if (last.drops > previous.drops) return 'urgent';
  const lasts = last.queuedBytes > previous.queuedBytes * (1 - shrinkShare);
  if (lasts && Math.min(last.queuedBytes, previous.queuedBytes) >= fullBytes) return 'urgent';
  if (window.length < windowSize) return 'none';
  if (lasts && window.every(({ queuedBytes }) => queuedBytes >= standingBytes)) {
    return grows(window) && last.queuedBytes >= urgentBytes ? 'urgent' : 'standing';
  }
  if (meanBusy(window) >= fullBusy && window.every(({ soundLateMs }) => soundLateMs >= lateSoundMs)) {
    return window.every(({ soundLateMs }) => soundLateMs >= urgentSoundMs) ? 'urgent' : 'standing';
  }
  return window.every(({ lagMs, busy }) => lagMs >= lateMs && busy >= calmBusy) ? 'standing' : 'none';
}

/** True when, without any pictures, sound alone does not fit. */
function isTooMuchSound(window: readonly LoadSample[]): boolean {
  const isLate = window.every(({ soundLateMs }) => soundLateMs >= lateVoicesMs);
  return (
    window.length === windowSize && (isLate || window.every(({ queuedBytes }) => queuedBytes >= waitingVoicesBytes))
  );
}

/** True when so much waits in this reading that the next one should come sooner. */
export function hasQueue({ queuedBytes, soundLateMs }: LoadSample): boolean {
  return queuedBytes >= standingBytes || soundLateMs >= lateSoundMs;
}

function meanBusy(window: readonly LoadSample[]): number {
  return window.reduce((sum, { busy }) => sum + busy, 0) / window.length;
}

function grows(window: readonly LoadSample[]): boolean {
  return window.every(({ queuedBytes }, index) => queuedBytes >= (window[index - 1]?.queuedBytes ?? 0));
}

function isCalm(window: readonly LoadSample[]): boolean {
  const [last, previous] = [window.at(-1), window.at(-2)];
  if (!last) return false;
  const hasDropped = previous !== undefined && last.drops > previous.drops;
  // One key frame fills the queue for a moment and says nothing of the load; a mean over the window does.
  return !hasDropped && last.queuedBytes < urgentBytes && last.lagMs < lateMs && meanBusy(window) < calmBusy;
}

function raise(load: Load, at: number, pressure: Pressure): Load {
  const step = (load.level + 1) as ShedLevel;
  // Layers take a while to save anything; what stands in the queue already does not wait for that.
  const level = pressure === 'urgent' && step < shedsPictures ? shedsPictures : step;
  const isRelapse = at - load.easedAt < relapseMs;
  const patienceMs = isRelapse ? Math.min(load.patienceMs * 2, mostPatienceMs) : load.patienceMs;
  return { ...load, level, changedAt: at, calmSince: undefined, patienceMs, easedAt: Number.NEGATIVE_INFINITY };
}

function ease(load: Load, at: number): Load {
  return { ...load, level: (load.level - 1) as ShedLevel, changedAt: at, calmSince: at, easedAt: at };
}
