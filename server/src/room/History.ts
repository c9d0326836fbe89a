import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import type { CommandKey, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Welcome } from '@plenum/shared/core/wire';
import { Outbox } from './Outbox.ts';
import type { Clock, RoomLog } from './ports.ts';
import { nameOf, type Recent } from './Recent.ts';
import { type Restored, restore } from './restore.ts';
import type { AnySlice } from './serve.ts';
import { type Change, isPersonal } from './Teller.ts';
import type { States } from './states.ts';
import type { Transaction } from './Transaction.ts';

interface HistoryOptions {
  readonly room: RoomId;
  readonly log: RoomLog;
  readonly clock: Clock;
  readonly slices: ReadonlyMap<string, AnySlice>;
  readonly report: (what: string, error: unknown) => void;
}

/** Events between two snapshots. */
const snapshotEvery = 1_000;
/** More missed events than this, and a snapshot is the shorter way. */
const longestCatchUp = 500;
const rereadDelayMs = 1_000;

/** A room's states: what is committed, what is decided but not yet committed, and the way from one to the other. */
export class History {
  readonly #options: HistoryOptions;
  readonly #outbox: Outbox;
  #recent: Recent;
  #committed: { readonly seq: number; readonly states: States };
  #live: { readonly seq: number; readonly states: States };
  #life: 'writing' | 'rereading' | 'closed' = 'writing';
  #snapshotAt: number;
  readonly #running = new Map<string, Promise<unknown>>();
  /** Called once for each committed group, in order. */
  onCommitted: (entries: readonly LogEntry[], change: Change) => void = () => {};

  private constructor(options: HistoryOptions, restored: Restored) {
    this.#options = options;
    this.#committed = this.#live = restored;
    this.#recent = restored.recent;
    this.#snapshotAt = restored.seq;
    this.#outbox = new Outbox({
      clock: options.clock,
      append: (entries, boxes) => options.log.append(options.room, entries, boxes),
      onLost: (error) => this.#onLost(error),
      onFailed: (error) => options.report('what follows a commit', error),
    });
  }

  static async read(options: HistoryOptions): Promise<History> {
    return new History(options, await restore(options.log, options.room, options.slices));
  }

  /** The states that everybody has been told of. */
  get committed(): States {
    return this.#committed.states;
  }

  /** The states that the next decision starts from. */
  get live(): States {
    return this.#live.states;
  }

  /** Where the next transaction starts. @throws AppError `unavailable` while the log cannot be trusted */
  next(): { readonly states: States; readonly seq: number } {
    if (this.#life !== 'writing' || this.#outbox.isFull) {
      throw new AppError('unavailable', 'The meeting cannot be saved right now.');
    }
    return this.#live;
  }

  /** The answer to a command that was asked before with the same key, also while it is still being committed. */
  replyTo(by: MemberId | undefined, key: CommandKey): Promise<unknown> | undefined {
    const running = this.#running.get(nameOf(by, key));
    if (running) return running;
    const done = this.#recent.replyTo(by, key);
    return done && Promise.resolve(done.value);
  }

  /** Makes a transaction's events durable, in the order of the calls. */
  async commit(transaction: Transaction, cause: { by?: MemberId; key?: CommandKey }, reply: unknown): Promise<void> {
    const entries = transaction.entries(reply);
    const last = entries.at(-1);
    if (!last) return;
    const after = { seq: last.seq, states: transaction.states };
    this.#live = after;
    const committed = this.#outbox.push({
      entries,
      boxes: transaction.boxes,
      onCommitted: () => {
        const before = this.#committed.states;
        this.#committed = after;
        this.#recent.add(entries);
        this.onCommitted(entries, { before, after: after.states });
        this.#maybeSnapshot();
      },
    });
    if (cause.key === undefined) return committed;
    const name = nameOf(cause.by, cause.key);
    const replied = committed.then(() => reply).finally(() => this.#running.delete(name));
    this.#running.set(name, replied);
    await replied;
  }

  /**
   * What this member lacks: the events after `after` when they are few and here, else what it may see of everything,
   * or of `only` one feature.
   */
  catchUp(member: MemberId, after: number | undefined, only?: AnySlice): Pick<Welcome, 'seq' | 'catchUp'> {
    const { seq, states } = this.#committed;
    const isFollowing = !only && after !== undefined && after <= seq;
    const missed = isFollowing ? this.#recent.after(after) : undefined;
    // What a personal event would have told them then is not kept: the snapshot says what it came to.
    if (missed && missed.length <= longestCatchUp && !missed.some((entry) => isPersonal(this.#options.slices, entry))) {
      const mine = missed.filter((entry) => !entry.to || entry.to.includes(member));
      const events = mine.map((entry) => ({
        name: `${entry.feature}:${entry.event}`,
        payload: entry.payload,
        meta: { seq: entry.seq, at: entry.at },
      }));
      return { seq, catchUp: { kind: 'events', events } };
    }
    const slices = only ? [only] : [...this.#options.slices.values()];
    const views = slices.map(({ name, reducer }) => [name, reducer.view(states[name], member)]);
    return { seq, catchUp: { kind: 'snapshot', states: Object.fromEntries(views) } };
  }

  /** Commits what waits and saves a snapshot. */
  async close(): Promise<void> {
    if (this.#life === 'closed') return;
    await this.#outbox.close();
    this.#life = 'closed';
    if (this.#committed.seq > this.#snapshotAt) await this.#saveSnapshot();
  }

  #maybeSnapshot(): void {
    if (this.#committed.seq - this.#snapshotAt < snapshotEvery) return;
    inBackground(this.#saveSnapshot(), (error) => this.#options.report('saving a snapshot', error));
  }

  async #saveSnapshot(): Promise<void> {
    const snapshot = this.#committed;
    this.#snapshotAt = snapshot.seq;
    try {
      await this.#options.log.saveSnapshot(this.#options.room, snapshot);
    } catch (error) {
      this.#options.report('saving a snapshot', error);
    }
  }

  #onLost(error: unknown): void {
    this.#options.report('writing the log', error);
    this.#life = 'rereading';
    inBackground(this.#reread(), (failed) => this.#options.report('reading the log', failed));
  }

  /** The log alone knows what is true: go back to it, and tell what was committed without our hearing of it. */
  async #reread(): Promise<void> {
    while (this.#life === 'rereading') {
      try {
        const restored = await restore(this.#options.log, this.#options.room, this.#options.slices);
        const unheard = restored.recent.after(this.#committed.seq) ?? [];
        const before = this.#committed.states;
        this.#committed = this.#live = restored;
        this.#recent = restored.recent;
        if (this.#life === 'rereading') this.#life = 'writing';
        if (unheard.length > 0) this.onCommitted(unheard, { before, after: restored.states });
      } catch (error) {
        this.#options.report('reading the log', error);
        await new Promise<void>((resolve) => void this.#options.clock.after(rereadDelayMs, resolve));
      }
    }
  }
}
