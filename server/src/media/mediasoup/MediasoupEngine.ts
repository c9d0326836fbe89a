import { AppError } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { setLogEventListeners } from 'mediasoup';
import { type After, realAfter, realNow } from '../after.ts';
import type { MediaEngine, MediaFact, MediaRoom } from '../MediaEngine.ts';
import type { Router, RouterEvents, RouterHost, RtpRecord } from '../router.ts';
import { StreamRooms } from '../StreamRooms.ts';
import type { ShedLevel } from '../overload/shedLevels.ts';
import { Turns } from '../overload/Turns.ts';
import { CrashGuard } from './CrashGuard.ts';
import { type LoadReader, ProcLoadReader } from './LoadReader.ts';
import { watchLoad } from './LoadWatch.ts';
import { MediasoupRouter } from './MediasoupRouter.ts';
import { checkCapabilities } from './MediasoupTransports.ts';
import type { LinkPlace } from './NodeLink.ts';
import type { WatchdogSettings } from './watchdog.ts';
import type { Report } from '../report.ts';
import { WorkerPost } from './WorkerPost.ts';

interface Options {
  /** Number of worker processes, usually one for each core. */
  readonly workers: number;
  /** UDP and TCP port of the first worker; each further worker takes the next port. */
  readonly rtcPort: number;
  readonly listenIp: string;
  /** The address that browsers get instead of `listenIp`. */
  readonly announcedAddress?: string;
  /** Reads a second address to listen on, for each worker that starts. */
  readonly secondIp?: () => string | undefined;
  /** How long a session waits for a lost line, in ms. */
  readonly resumeMs: number;
  /** Number of audio slots of each room; 0: every microphone goes to every member. */
  readonly slots: number;
  /** How many streams one worker sends before a room's next members go to another worker. */
  readonly workerConsumers: number;
  /** Where links to other nodes are; undefined: on this machine alone. */
  readonly links?: LinkPlace;
  readonly onReport: Report;
  /** Path of the worker program; replaces MEDIASOUP_WORKER_BIN. */
  readonly workerBin?: string;
  readonly after?: After;
  readonly now?: () => number;
  readonly watchdog?: WatchdogSettings;
  /** Reads the load of workers instead of the kernel's figures, and by which clock. */
  readonly load?: { readonly reader: LoadReader; readonly after: After; readonly now: () => number };
}

const watchful: WatchdogSettings = { everyMs: 1_000, limitMs: 2_000, misses: 2, busyMisses: 6, lookMs: 500 };

/** The SFU: mediasoup workers, any of which may die, and the rooms on them, which survive. */
export class MediasoupEngine implements MediaEngine, RouterHost {
  readonly #options: Options;
  readonly #after: After;
  readonly #guard: CrashGuard;
  readonly #rooms: StreamRooms;
  #posts: readonly WorkerPost[] = [];
  #changed = Promise.withResolvers<void>();
  #unwatch: () => void = () => {};
  #closing: Promise<void> | undefined;

  private constructor(options: Options) {
    this.#options = options;
    this.#after = options.after ?? realAfter;
    this.#guard = new CrashGuard(this.#after);
    this.#rooms = new StreamRooms({
      createRouter: (room, events) => this.createRouter(room, events),
      after: this.#after,
      now: options.now ?? realNow,
      slots: options.slots,
      resumeMs: options.resumeMs,
      // At most so many calls of shedding wait in workers at once: their answers fit into the pipe.
      turns: new Turns(128),
    });
  }

  /** @throws StartError with a message for the operator */
  static async create(options: Options): Promise<MediasoupEngine> {
    const engine = new MediasoupEngine(options);
    // mediasoup reports two things only here: the last words of a worker that aborts, and errors thrown by our listeners.
    // For other errors, the rejected call says more than this log.
    setLogEventListeners({
      onerror: (_namespace, log, error) => {
        if (/\(stderr\)|listener threw/.test(log))
          options.onReport('error', 'the media worker says', { log, err: error });
      },
    });
    const starts = await Promise.allSettled(
      Array.from({ length: options.workers }, (_, index) => engine.#createPost(index)),
    );
    engine.#posts = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const failed = starts.find((start) => start.status === 'rejected');
    if (!failed) {
      engine.#watchLoad();
      return engine;
    }
    await engine.close();
    throw failed.reason;
  }

  async createRoom(id: RoomId, onFact: (fact: MediaFact) => void): Promise<MediaRoom> {
    if (this.#guard.tripped && !this.#rooms.find(id))
      throw new AppError('unavailable', 'Media workers die again and again; no new room for now.');
    return this.#rooms.open(id, onFact);
  }

  /** Finds a running worker and makes a router there; waits for one that starts. @throws AppError `unavailable` */
  async createRouter(_room: RoomId, events: RouterEvents): Promise<Router> {
    while (!this.#closing) {
      const workers = () => this.#posts.filter(({ running }) => running);
      const [post] = workers().sort((a, b) => Number(a.full) - Number(b.full) || a.load - b.load);
      const { workerConsumers: fullAt, onReport, links } = this.#options;
      if (post) return MediasoupRouter.create({ post, workers, fullAt, events, onReport, links });
      if (!this.#posts.some(({ starting }) => starting)) break;
      await this.#changed.promise;
    }
    throw new AppError('unavailable', 'No media worker is running.');
  }

  checkCapabilities(rtpCapabilities: RtpRecord): void {
    checkCapabilities(rtpCapabilities);
  }

  healthy(): boolean {
    return this.#posts.some((post) => post.running);
  }

  /** How much each worker gives up now. */
  get shedLevels(): ShedLevel[] {
    return this.#posts.map((post) => post.shedLevel);
  }

  /** The load of each worker (see `WorkerPost.load`), and how much it gives up now. */
  get workers(): { load: number; shed: ShedLevel }[] {
    return this.#posts.map((post) => ({ load: post.load, shed: post.shedLevel }));
  }

  /** Open rooms, the load of all workers (see `WorkerPost.load`), and the workers' process ids. */
  census(): { rooms: number; load: number; pids: number[] } {
    return {
      rooms: this.#rooms.ids.length,
      load: this.#posts.reduce((sum, post) => sum + post.load, 0),
      pids: this.#posts.flatMap((post) => post.running?.worker.pid ?? []),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#unwatch();
    // Calls that wait for a worker look again, and find the engine closed.
    this.#changed.resolve();
    await this.#rooms.close();
    await Promise.all(this.#posts.map((post) => post.close()));
    this.#guard.close();
  }

  #watchLoad(): void {
    const load = this.#options.load ?? { reader: new ProcLoadReader(), after: realAfter, now: realNow };
    this.#unwatch = watchLoad({ posts: this.#posts, ...load });
  }

  #createPost(index: number): Promise<WorkerPost> {
    const { rtcPort, listenIp, announcedAddress, workerBin, onReport, secondIp } = this.#options;
    return WorkerPost.create({
      listen: { ip: listenIp, port: rtcPort + index, announcedAddress, workerBin, secondIp },
      after: this.#after,
      guard: this.#guard,
      watchdog: this.#options.watchdog ?? watchful,
      onReport,
      onChange: () => {
        this.#changed.resolve();
        this.#changed = Promise.withResolvers();
      },
    });
  }
}
