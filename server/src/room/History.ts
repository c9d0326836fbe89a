import type { Command } from '@plenum/shared/core/contract';
import { AppError } from '@plenum/shared/core/errors';
import type { CommandKey, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Welcome } from '@plenum/shared/core/wire';
import { Outbox } from './Outbox.ts';
import type { Clock, Frame, RoomLog } from './ports.ts';
import { nameOf, type Recent } from './Recent.ts';
import { type Restored, restore } from './restore.ts';
import type { AnySlice } from './serve.ts';
import type { Telling } from './Telling.ts';
import type { States, Transaction } from './Transaction.ts';

interface HistoryOptions {
  readonly room: RoomId;
  readonly log: RoomLog;
  readonly clock: Clock;
  readonly slices: ReadonlyMap<string, AnySlice>;
  readonly telling: Telling;
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
  /** Where this process took over: what was told before that had other ids for hidden members. */
  readonly #begunAt: number;
  readonly #running = new Map<string, Promise<unknown>>();
  /** Called once for each committed group, in order. */
  onCommitted: (entries: readonly LogEntry[], before: States) => void = () => {};

  private constructor(options: HistoryOptions, restored: Restored) {
    this.#options = options;
    this.#committed = this.#live = restored;
    this.#recent = restored.recent;
    this.#snapshotAt = this.#begunAt = restored.seq;
    this.#outbox = new Outbox({
      clock: options.clock,
      append: (entries, boxes) => options.log.append(options.room, entries, boxes),
      onLost: (error) => this.#onLost(error),
    });
  }

  static async read(options: HistoryOptions): Promise<History> {
    return new History(options, await restore(options.log, options.room, options.slices));
  }

  /** What members are told of all this. */
  get telling(): Telling {
    return this.#options.telling;
  }

  /** What a command answers, as its asker may be told it. */
  answer(member: MemberId, { name }: AnySlice, { output }: Command, value: unknown): unknown {
    return this.telling.value(name, output, value, { states: this.committed, member });
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
        this.onCommitted(entries, before);
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
    const { telling } = this.#options;
    const missed = only ? undefined : this.#missedBy(member, after);
    if (missed) {
      const events = missed.flatMap(({ feature, event, payload, seq: number, at }) => {
        const frame: Frame = { name: `${feature}:${event}`, payload, meta: { seq: number, at } };
        const told = telling.apart(frame, states);
        const { payload: mine } = (told ? told(member) : frame) ?? {};
        return mine === undefined ? [] : [{ name: frame.name, payload: mine, meta: { seq: number, at } }];
      });
      return { seq, catchUp: { kind: 'events', events } };
    }
    const slices = only ? [only] : [...this.#options.slices.values()];
    const views = slices.map((slice) => [slice.name, telling.view(slice, states, member)]);
    return { seq, catchUp: { kind: 'snapshot', states: Object.fromEntries(views) } };
  }

  /** The entries that this member lacks; undefined when there are too many, or when they do not lead to what they may see. */
  #missedBy(member: MemberId, after: number | undefined): readonly LogEntry[] | undefined {
    const { seq, states } = this.#committed;
    if (after === undefined || after > seq) return undefined;
    const missed = this.#recent.after(after);
    if (!missed || missed.length > longestCatchUp) return undefined;
    const { telling } = this.#options;
    if (after <= this.#begunAt && !telling.knowingIn(states).knowsAll(member)) return undefined;
    const mine = missed.filter((entry) => !entry.to || entry.to.includes(member));
    // Whoever may not know everybody depends on who leads, of which others are told.
    const telltale = telling.knowingIn(states).knowsAll(member) ? mine : missed;
    return telltale.some((entry) => telling.breaksOff(entry, states, member)) ? undefined : mine;
  }

  /** Commits what waits and saves a snapshot. */
  async close(): Promise<void> {
    if (this.#life === 'closed') return;
    await this.#outbox.close();
    this.#life = 'closed';
    if (this.#committed.seq > this.#snapshotAt) await this.#saveSnapshot();
  }

  #maybeSnapshot(): void {
    if (this.#committed.seq - this.#snapshotAt >= snapshotEvery) void this.#saveSnapshot();
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
    void this.#reread();
  }

  /** The log alone knows what is true: go back to it, and tell what was committed without our hearing of it. */
  async #reread(): Promise<void> {
    while (this.#life === 'rereading') {
      try {
        const restored = await restore(this.#options.log, this.#options.room, this.#options.slices);
        const { seq, states: before } = this.#committed;
        const unheard = restored.recent.after(seq) ?? [];
        this.#committed = this.#live = restored;
        this.#recent = restored.recent;
        if (this.#life === 'rereading') this.#life = 'writing';
        if (unheard.length > 0) this.onCommitted(unheard, before);
      } catch (error) {
        this.#options.report('reading the log', error);
        await new Promise<void>((resolve) => void this.#options.clock.after(rereadDelayMs, resolve));
      }
    }
  }
}
