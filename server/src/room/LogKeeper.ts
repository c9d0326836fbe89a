import { inBackground } from '@plenum/shared/core/background';
import type { RoomId } from '@plenum/shared/core/ids';
import type { LogExtent, PassingEvents, Snapshot } from '@plenum/shared/core/log';
import { versionsOfStates } from '@plenum/shared/core/versions';
import type { Clock, RoomLog } from './ports.ts';
import type { AnySlice } from './serve.ts';
import type { States } from './states.ts';

interface LogKeeperOptions {
  readonly room: RoomId;
  readonly log: RoomLog;
  readonly clock: Clock;
  readonly slices: ReadonlyMap<string, AnySlice>;
  /** How long entries are kept even when they are many, in ms: a retried command is found by its entry. */
  readonly keepMs: number;
  /** The bound of the log in bytes; beyond it only vital commands write. */
  readonly mostBytes: number;
  readonly committed: () => { readonly seq: number; readonly states: States };
  readonly report: (what: string, error: unknown) => void;
}

/** The least number of events between two snapshots. */
const snapshotEvery = 1_000;
/** The bytes of the log after which a snapshot is made, however few the events are. */
const muchBytes = 4 * 1024 * 1024;
/** The least time between two compactions of a full log, in ms: not one for each command. */
const shrinkEveryMs = 30_000;
/** Sequence numbers in one step of compaction, so that no step delays the other rooms. */
const step = 250;

/** The part of the quota that is added to it for vital commands only. */
const reserve = 1 / 8;

/** Keeps a room's log short: makes snapshots, deletes the entries that they replace, and counts the bytes of the log. */
export class LogKeeper {
  readonly #options: LogKeeperOptions;
  readonly #passing: readonly PassingEvents[];
  readonly #versions: Pick<Snapshot, 'versions'>;
  #snapshotAt: number;
  #bytes: number;
  #compacted: number;
  #whole: number;
  #bytesSince = 0;
  #snapshotBytes = 0;
  #shrunkAt = Number.NEGATIVE_INFINITY;
  #isRecounted = false;
  #life: 'open' | 'closed' = 'open';
  #work: Promise<void> | undefined;

  constructor(options: LogKeeperOptions, { snapshotAt, extent }: { snapshotAt: number; extent: Required<LogExtent> }) {
    this.#options = options;
    this.#passing = [...options.slices.values()].flatMap(({ name, reducer: { contract } }) =>
      contract.passing.length === 0 ? [] : [{ feature: name, events: contract.passing }],
    );
    const versions = versionsOfStates([...options.slices.values()].map(({ reducer }) => reducer.contract));
    this.#versions = versions ? { versions } : {};
    this.#snapshotAt = snapshotAt;
    this.#bytes = extent.bytes;
    this.#compacted = extent.compacted;
    this.#whole = extent.whole;
  }

  /** Counts committed bytes, and makes a snapshot when it is due. */
  wrote(bytes: number): void {
    this.#bytes += bytes;
    this.#bytesSince += bytes;
    // A large state is written again only after as many bytes of events.
    const enough = Math.min(this.#snapshotBytes, this.#options.mostBytes / 8);
    const events = this.#options.committed().seq - this.#snapshotAt;
    const isDue = events >= snapshotEvery && this.#bytesSince >= enough;
    if (isDue || this.#bytesSince >= Math.max(enough, muchBytes)) this.#tidyAside();
  }

  /** True while the log has space. Compacts a full log, unless it was tried within `shrinkEveryMs`. */
  hasSpace(isVital: boolean): boolean {
    const { mostBytes, clock } = this.#options;
    if (this.#bytes < mostBytes) return true;
    if (clock.monotonic() - this.#shrunkAt >= shrinkEveryMs) this.#tidyAside();
    return isVital && this.#bytes < mostBytes * (1 + reserve);
  }

  /** Starts no further work. */
  stop(): void {
    this.#life = 'closed';
  }

  /** Saves a snapshot of what was committed since the last one. Idempotent. */
  async close(): Promise<void> {
    this.stop();
    await this.#work;
    await this.#save();
  }

  #tidyAside(): void {
    inBackground(this.#tidy(), (error) => this.#options.report('shortening the log', error));
  }

  /** Never rejects. A call while it runs gets the promise of that run. */
  #tidy(): Promise<void> {
    if (this.#life === 'closed') return Promise.resolve();
    this.#work ??= this.#compactAndSave().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  /** Compacts first, so that the snapshot records what is left of the log. */
  async #compactAndSave(): Promise<void> {
    this.#shrunkAt = this.#options.clock.monotonic();
    try {
      await this.#compact();
      await this.#recount();
    } catch (error) {
      this.#options.report('compacting the log', error);
    }
    await this.#save();
  }

  async #save(): Promise<void> {
    const { room, log, committed, report } = this.#options;
    const { seq, states } = committed();
    if (seq <= this.#snapshotAt) return;
    const before = this.#snapshotAt;
    const since = this.#bytesSince;
    try {
      const extent = { bytes: this.#bytes, compacted: this.#compacted, whole: before };
      this.#snapshotBytes = await log.saveSnapshot(room, { seq, states, ...this.#versions, log: extent });
      this.#snapshotAt = seq;
      this.#whole = before;
      this.#bytesSince -= since;
    } catch (error) {
      report('saving a snapshot', error);
    }
  }

  /** Deletes up to the older of the two stored snapshots: the log must complete each of them. */
  async #compact(): Promise<void> {
    const { room, log, clock, keepMs } = this.#options;
    const upTo = Math.min(this.#whole, await log.seqBefore(room, clock.now() - keepMs));
    while (this.#compacted < upTo && this.#life === 'open') {
      const next = Math.min(this.#compacted + step, upTo);
      const done = await log.compact(room, { after: this.#compacted, upTo: next }, this.#passing);
      this.#bytes -= done.bytes;
      this.#compacted = done.upTo;
      // A durable reader has not come this far: the rest is compacted later.
      if (done.upTo < next) return;
    }
  }

  /** Counts a log that seems full once: a process that was killed while it compacted leaves a sum that is too large. */
  async #recount(): Promise<void> {
    const { room, log, mostBytes } = this.#options;
    if (this.#isRecounted || this.#bytes < mostBytes) return;
    this.#isRecounted = true;
    const before = this.#bytes;
    const counted = await log.logBytes(room);
    // Bytes written meanwhile may be counted twice: the sum may be too large, never too small.
    this.#bytes = counted + this.#bytes - before;
  }
}
