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
  /** How long entries stay however much there is: a retried command is known by them. In ms. */
  readonly keepMs: number;
  /** What the log may weigh before the room stops growing. */
  readonly mostBytes: number;
  readonly committed: () => { readonly seq: number; readonly states: States };
  readonly report: (what: string, error: unknown) => void;
}

/** Events between two snapshots, at least. */
const snapshotEvery = 1_000;
/** Bytes of the log after which a snapshot is made however few events they are. */
const muchBytes = 4 * 1024 * 1024;
/** A log that is full is compacted again after this time, not at each command. */
const shrinkEveryMs = 30_000;
/** Sequence numbers in one step of compaction, so that no step holds up the other rooms. */
const step = 250;

/** Vital commands have this part of the quota to themselves, beyond it. */
const reserve = 1 / 8;

/** Keeps a room's log short: makes snapshots, has the log rid of what they make needless, and knows what it weighs. */
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

  /** Entries were committed. Makes a snapshot when it is time. */
  wrote(bytes: number): void {
    this.#bytes += bytes;
    this.#bytesSince += bytes;
    // A large state is not written more often than as much has happened.
    const enough = Math.min(this.#snapshotBytes, this.#options.mostBytes / 8);
    const events = this.#options.committed().seq - this.#snapshotAt;
    const isDue = events >= snapshotEvery && this.#bytesSince >= enough;
    if (isDue || this.#bytesSince >= Math.max(enough, muchBytes)) this.#tidyAside();
  }

  /** Whether the log takes more; one that is full is compacted, if that was not tried just now. */
  hasSpace(isVital: boolean): boolean {
    const { mostBytes, clock } = this.#options;
    if (this.#bytes < mostBytes) return true;
    if (clock.monotonic() - this.#shrunkAt >= shrinkEveryMs) this.#tidyAside();
    return isVital && this.#bytes < mostBytes * (1 + reserve);
  }

  /** Begins nothing more. */
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
    inBackground(this.#tidy(), (error) => this.#options.report('tidying the log', error));
  }

  /** Never rejects. Calls while it runs are answered by what runs. */
  #tidy(): Promise<void> {
    if (this.#life === 'closed') return Promise.resolve();
    this.#work ??= this.#compactAndSave().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  /** In this order, so that the snapshot says what is left of the log. */
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

  /** Up to the older of the two snapshots that are stored: each of them alone must be enough. */
  async #compact(): Promise<void> {
    const { room, log, clock, keepMs } = this.#options;
    const upTo = Math.min(this.#whole, await log.seqBefore(room, clock.now() - keepMs));
    while (this.#compacted < upTo && this.#life === 'open') {
      const next = Math.min(this.#compacted + step, upTo);
      const done = await log.compact(room, { after: this.#compacted, upTo: next }, this.#passing);
      this.#bytes -= done.bytes;
      this.#compacted = done.upTo;
      // A reader of the log has not come so far: the rest is for another time.
      if (done.upTo < next) return;
    }
  }

  /** A process that was killed while it compacted has left a sum that is too large: a log that seems full is counted once. */
  async #recount(): Promise<void> {
    const { room, log, mostBytes } = this.#options;
    if (this.#isRecounted || this.#bytes < mostBytes) return;
    this.#isRecounted = true;
    const before = this.#bytes;
    const counted = await log.logBytes(room);
    // What was written meanwhile may be in the new count as well: rather too much than too little.
    this.#bytes = counted + this.#bytes - before;
  }
}
