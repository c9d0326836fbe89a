import type { After } from '../after.ts';
import { calmLoad, judge, type LoadSample } from '../overload/loadPolicy.ts';
import { noPictures, type ShedLevel } from '../overload/shedLevels.ts';
import type { Report } from '../report.ts';
import type { CrashGuard } from './CrashGuard.ts';
import { killWorker, type Listen, type RunningWorker, spawnWorker, stopWorker } from './spawnWorker.ts';
import { type WatchdogSettings, watchWorker } from './watchdog.ts';

type Life =
  | { readonly kind: 'starting'; readonly done: Promise<void> }
  | { readonly kind: 'running'; readonly running: RunningWorker; readonly unwatch: () => void }
  | { readonly kind: 'pausing'; readonly cancel: () => void }
  | { readonly kind: 'closed' };

/** How long the lateness of sound counts after the last packet, in ms. */
const soundHoldsMs = 300;

interface Options {
  readonly listen: Listen;
  readonly after: After;
  readonly guard: CrashGuard;
  readonly watchdog: WatchdogSettings;
  readonly onReport: Report;
  /** This post has a running worker, or no longer has one. */
  readonly onChange: () => void;
}

/** A post for one worker process: when its worker dies, another takes over. */
export class WorkerPost {
  readonly #options: Options;
  /** One function for each part of a room and each session on this worker; it returns the present weight. */
  readonly #carried = new Set<() => number>();
  #life: Life = { kind: 'closed' };
  #packets = 0;
  #pressure = calmLoad;
  /** The lateness of sound on its way in since the last reading, and the last one on its way out. */
  #late = { sum: 0, count: 0 };
  #tookMs = 0;
  /** The lateness of the last reading with any sound. */
  #sound = { lateMs: 0, at: Number.NEGATIVE_INFINITY };
  readonly #shedListeners = new Set<() => void>();

  private constructor(options: Options) {
    this.#options = options;
  }

  /** @throws StartError when the first worker does not come up */
  static async create(options: Options): Promise<WorkerPost> {
    const post = new WorkerPost(options);
    post.#enter(await spawnWorker(options.listen));
    return post;
  }

  /** Sum of the weights: 1 for each part of a room, and for each session the streams it receives or expects, at least 1. */
  get load(): number {
    let load = 0;
    for (const weigh of this.#carried) load += weigh();
    return load;
  }

  get starting(): boolean {
    return this.#life.kind === 'starting';
  }

  get running(): RunningWorker | undefined {
    return this.#life.kind === 'running' ? this.#life.running : undefined;
  }

  /** A packet of this worker reached this process: it reads and sends, however late it answers. */
  heard(): void {
    this.#packets += 1;
  }

  get port(): number {
    return this.#options.listen.port;
  }

  /** How much this worker gives up now, so that sound goes on. */
  get shedLevel(): ShedLevel {
    return this.#pressure.level;
  }

  /** True when this worker has no time for more members. */
  get full(): boolean {
    return this.#pressure.level > 0;
  }

  /** A packet of a microphone came this late, in ms. */
  heardLate(ms: number): void {
    this.#late.sum += ms;
    this.#late.count += 1;
  }

  /** The worker has taken packets of sound that were sent to it this long ago, in ms. */
  tookAfter(ms: number): void {
    this.#tookMs = ms;
  }

  /** Takes a reading of this worker; tells the rooms on it when it gives up more or less. Returns the whole reading. */
  judge(reading: Omit<LoadSample, 'soundLateMs'>): LoadSample {
    const { sum, count } = this.#late;
    if (count > 0) this.#sound = { lateMs: sum / count + this.#tookMs, at: reading.at };
    this.#late = { sum: 0, count: 0 };
    // Between two readings there may be no packet just because the worker is late.
    const soundLateMs = reading.at - this.#sound.at <= soundHoldsMs ? this.#sound.lateMs : 0;
    const sample = { ...reading, soundLateMs };
    this.#review(sample);
    return sample;
  }

  #review(sample: LoadSample): void {
    const before = this.#pressure;
    this.#pressure = judge(before, sample);
    const { level } = this.#pressure;
    if (level === before.level) return;
    const { at: _, ...figures } = sample;
    const severity = level > before.level ? 'warn' : 'info';
    const what = Math.max(level, before.level) > noPictures ? 'voices' : 'pictures';
    const message = `a media worker gives ${level > before.level ? `up ${what}` : `${what} back`}`;
    this.#options.onReport(severity, message, { port: this.port, level, ...figures });
    for (const tell of Array.from(this.#shedListeners)) tell();
  }

  /** Calls back when `shedLevel` has changed, until the returned function is called. */
  onShed(listener: () => void): () => void {
    const tell = (): void => listener();
    this.#shedListeners.add(tell);
    return () => void this.#shedListeners.delete(tell);
  }

  /** Adds a weight until the returned function is called. */
  carry(weigh: () => number = () => 1): () => void {
    // A new function for each call, so that the same `weigh` may be added twice.
    const carried = (): number => weigh();
    this.#carried.add(carried);
    return () => void this.#carried.delete(carried);
  }

  async close(): Promise<void> {
    const life = this.#life;
    this.#life = { kind: 'closed' };
    if (life.kind === 'pausing') life.cancel();
    if (life.kind === 'starting') await life.done;
    if (life.kind !== 'running') return;
    life.unwatch();
    await stopWorker(life.running.worker);
  }

  #enter(running: RunningWorker): void {
    const { worker } = running;
    const { pid } = worker;
    const watched = { pid, getResourceUsage: () => worker.getResourceUsage(), heard: () => this.#packets };
    const unwatch = watchWorker(watched, this.#options.watchdog, () => {
      this.#options.onReport('error', 'a media worker hangs and is ended', { pid: worker.pid });
      killWorker(worker);
    });
    this.#life = { kind: 'running', running, unwatch };
    this.#pressure = calmLoad;
    // What was late with the worker before says nothing of this one.
    this.#late = { sum: 0, count: 0 };
    this.#tookMs = 0;
    this.#sound = { lateMs: 0, at: Number.NEGATIVE_INFINITY };
    worker.once('died', (error) => this.#onDied(running, error));
    this.#options.onReport('info', 'a media worker runs', { pid: worker.pid, port: this.#options.listen.port });
    this.#options.onChange();
  }

  #onDied(running: RunningWorker, error: Error): void {
    if (this.#life.kind !== 'running' || this.#life.running !== running) return;
    this.#life.unwatch();
    this.#options.onReport('error', 'a media worker died', { pid: running.worker.pid, reason: error.message });
    this.#replace();
  }

  /** Starts another worker at once, or after a pause when workers die repeatedly. */
  #replace(): void {
    const waitMs = this.#options.guard.count();
    if (waitMs > 0) {
      this.#options.onReport('error', 'media workers die again and again; pausing', { waitMs });
      this.#life = { kind: 'pausing', cancel: this.#options.after(waitMs, () => this.#start()) };
    } else {
      this.#start();
    }
    this.#options.onChange();
  }

  #start(): void {
    const done = this.#respawn();
    this.#life = { kind: 'starting', done };
  }

  async #respawn(): Promise<void> {
    try {
      const running = await spawnWorker(this.#options.listen);
      if (this.#life.kind === 'starting') this.#enter(running);
      else await stopWorker(running.worker);
    } catch (error) {
      if (this.#life.kind !== 'starting') return;
      this.#options.onReport('error', 'a media worker does not start', { err: error });
      this.#replace();
    }
  }
}
