import { createStore, type StoreApi } from 'zustand/vanilla';

/** The slowest and the fastest speed. */
export const speeds = { slowest: 0.5, fastest: 3 } as const;

/** A part that the clock passes over, in ms of recording time. */
export interface Skip {
  readonly from: number;
  readonly to: number;
}

/** How a clock stands. */
export interface ClockState {
  /** True when the person wants it to run. */
  readonly playing: boolean;
  /** True while media are awaited: the clock stands. */
  readonly waiting: boolean;
  readonly rate: number;
  /** Rises with each jump. */
  readonly jumps: number;
}

/** The time of a playback, in ms from 0 to `duration`. It can be moved, and stands while media are awaited. */
export class PlaybackClock {
  readonly duration: number;
  readonly store: StoreApi<ClockState> = createStore<ClockState>(() => ({
    playing: false,
    waiting: false,
    rate: 1,
    jumps: 0,
  }));
  readonly #read: () => number;
  /** Those that the clock waits for. */
  readonly #owners = new Set<object>();
  #base = 0;
  #since = 0;
  #skips: readonly Skip[] = [];

  /** @param read a monotonic clock, in ms */
  constructor(duration: number, read: () => number = () => performance.now()) {
    this.duration = duration;
    this.#read = read;
  }

  /** The present time, in ms. */
  get now(): number {
    const { rate } = this.store.getState();
    const at = this.runs ? this.#base + (this.#read() - this.#since) * rate : this.#base;
    return Math.max(0, Math.min(this.duration, at));
  }

  /** True while the time moves. */
  get runs(): boolean {
    const { playing, waiting } = this.store.getState();
    return playing && !waiting;
  }

  /** Runs; at the end it begins again. */
  play(): void {
    if (this.now >= this.duration) this.seek(0);
    this.#change({ playing: true });
  }

  pause(): void {
    this.#change({ playing: false });
  }

  toggle(): void {
    if (this.store.getState().playing) this.pause();
    else this.play();
  }

  /** Jumps to a time; one outside the recording is its nearest end. */
  seek(to: number): void {
    this.#base = Math.max(0, Math.min(this.duration, Number.isFinite(to) ? to : 0));
    this.#since = this.#read();
    this.store.setState(({ jumps }) => ({ jumps: jumps + 1 }));
  }

  setRate(rate: number): void {
    this.#change({ rate: Math.max(speeds.slowest, Math.min(speeds.fastest, rate)) });
  }

  /** Stands as long as some owner needs it to. Safe to call again from what hears of the change. */
  wait(owner: object, needed: boolean): void {
    if (this.#owners.has(owner) === needed) return;
    if (needed) this.#owners.add(owner);
    else this.#owners.delete(owner);
    const waiting = this.#owners.size > 0;
    if (waiting !== this.store.getState().waiting) this.#change({ waiting });
  }

  /** Sets the parts to pass over: silences, and cuts in a preview. */
  skip(skips: readonly Skip[]): void {
    this.#skips = skips;
  }

  /** Jumps when a part to pass over has begun, and stops at the end. Called often while it runs. */
  check(): void {
    if (!this.runs) return;
    const { now } = this;
    const skip = this.#skips.find(({ from, to }) => now >= from && now < to);
    if (skip) this.seek(skip.to);
    if (this.now >= this.duration) this.#change({ playing: false });
  }

  #change(part: Partial<ClockState>): void {
    this.#base = this.now;
    this.#since = this.#read();
    this.store.setState(part);
  }
}
