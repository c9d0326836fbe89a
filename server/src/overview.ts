import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Overview } from '@plenum/shared/api/operator/serverContract';
import type { MediaEngine } from './media/MediaEngine.ts';
import type { Controls } from './controls.ts';
import type { Clock } from './room/ports.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import type { Store } from './storage/ports.ts';

/** How long the delay of the event loop is collected before it begins anew, in ms. */
const windowMs = 60_000;

type Delay = ReturnType<typeof monitorEventLoopDelay>;

interface Options {
  readonly store: Pick<Store, 'ask'>;
  readonly files: Pick<FileStore, 'disk'>;
  readonly engine: Pick<MediaEngine, 'workers'>;
  readonly clock: Clock;
  readonly version: string;
  readonly databaseUrl?: string | undefined;
  readonly figures: Controls['figures'];
}

/** Whether the server can carry a meeting, and its uncaught faults. */
type Readiness = () => Promise<{ readonly missing?: string; readonly faults: number }>;

/** Tells operators what the server carries and how it fares. */
export class OverviewReader {
  readonly #options: Options;
  readonly #startedAt: number;
  #delay: Delay;
  #since: number;

  constructor(options: Options) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#delay = newDelay();
    this.#since = options.clock.monotonic();
  }

  async read(readiness: Readiness): Promise<Overview> {
    const { store, files, engine, clock, version, databaseUrl, figures } = this.#options;
    const began = clock.monotonic();
    const census = await store.ask.operatedAccounts.census();
    const answerMs = clock.monotonic() - began;
    const [{ missing, faults }, disk, carried] = await Promise.all([readiness(), files.disk(), figures()]);
    return {
      version,
      startedAt: this.#startedAt,
      ...carried,
      streams: { ...carried.streams },
      rooms: { ...carried.rooms },
      workers: engine.workers.map(({ load, shed }) => ({ load, shed })),
      loopDelay: this.#delays(),
      memoryBytes: process.memoryUsage.rss(),
      database: { kind: databaseUrl === undefined ? 'sqlite' : 'postgres', answerMs },
      ...(disk && { disk }),
      faults,
      ...(missing !== undefined && { missing }),
      ...census,
    };
  }

  /** Stops measuring. Idempotent. */
  close(): void {
    this.#delay.disable();
  }

  #delays(): Overview['loopDelay'] {
    const { clock } = this.#options;
    const ms = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : 0);
    const { max } = this.#delay;
    const delays = {
      median: ms(this.#delay.percentile(50)),
      p99: ms(this.#delay.percentile(99)),
      // Before the first sample the histogram has no maximum.
      max: this.#delay.count === 0 ? 0 : ms(max),
    };
    if (clock.monotonic() - this.#since > windowMs) {
      this.#delay.disable();
      this.#delay = newDelay();
      this.#since = clock.monotonic();
    }
    return delays;
  }
}

function newDelay(): Delay {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return delay;
}
