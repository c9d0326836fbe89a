import type { Command } from '@plenum/shared/core/contract';
import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import type { CommandKey, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Welcome } from '@plenum/shared/core/wire';
import { Outbox } from './Outbox.ts';
import type { Channel, Clock, Frame, RoomLog } from './ports.ts';
import { LogKeeper } from './LogKeeper.ts';
import type { Recent } from './Recent.ts';
import type { Replies } from './Replies.ts';
import { type Restored, recall, restore, understood } from './restore.ts';
import type { AnySlice } from './serve.ts';
import type { Telling } from './Telling.ts';
import type { States } from './states.ts';
import type { Transaction } from './Transaction.ts';
import { weightOfAll } from './weight.ts';

interface HistoryOptions {
  readonly room: RoomId;
  readonly log: RoomLog;
  readonly clock: Clock;
  readonly slices: ReadonlyMap<string, AnySlice>;
  /** How long a seat waits for its line, in ms; for this time a client may also send a command again. */
  readonly graceMs: number;
  /** The bound of the log, in bytes. */
  readonly logBytes: number;
  readonly telling: Telling;
  readonly channel: Pick<Channel, 'hold' | 'release'>;
  readonly report: (what: string, error: unknown) => void;
}

/** How long a client sends a command again without an answer, doubled: it tries for 30 s, and messages take a while. */
const retryMs = 60_000;
/** With more missed events than this, a snapshot is smaller. */
const longestCatchUp = 500;
const rereadDelayMs = 1_000;

/** Names a command by its caller and its key; an unsigned one by its key alone. */
function nameOf(by: MemberId | undefined, key: CommandKey): string {
  return `${by ?? ''}:${key}`;
}

interface Past extends Restored {
  readonly replies: Replies;
}

async function readPast({ room, log, clock, slices, graceMs }: HistoryOptions): Promise<Past> {
  const restored = await restore(log, room, slices);
  return { ...restored, replies: await recall(log, room, clock, retryMs + graceMs) };
}

/** A room's states: the committed one, the live one with decided events, and the commits that lead from one to the other. */
export class History {
  readonly #options: HistoryOptions;
  readonly #outbox: Outbox;
  #recent: Recent;
  #replies: Replies;
  #keeper: LogKeeper;
  #committed: { readonly seq: number; readonly states: States };
  #live: { readonly seq: number; readonly states: States };
  #life: 'writing' | 'rereading' | 'closed' = 'writing';
  /** The last sequence number before this process opened the room: earlier events had other ids for hidden members. */
  readonly #begunAt: number;
  readonly #running = new Map<string, Promise<unknown>>();
  /** Called once for each committed group, in order. */
  onCommitted: (entries: readonly LogEntry[], before: States) => Promise<void> | undefined = () => undefined;
  /** The shortest time from the start of one commit to the next, in ms. */
  pauseMs: () => number = () => 0;

  private constructor(options: HistoryOptions, past: Past) {
    this.#options = options;
    this.#committed = this.#live = past;
    this.#recent = past.recent;
    this.#replies = past.replies;
    this.#keeper = this.#createKeeper(past);
    this.#begunAt = past.seq;
    this.#outbox = new Outbox({
      clock: options.clock,
      append: (entries, boxes) => options.log.append(options.room, entries, boxes),
      hold: () => options.channel.hold(),
      release: () => options.channel.release(),
      pauseMs: () => this.pauseMs(),
      onLost: (error) => this.#onLost(error),
      onFailed: (error) => options.report('an act after a commit', error),
    });
  }

  static async read(options: HistoryOptions): Promise<History> {
    return new History(options, await readPast(options));
  }

  #createKeeper(past: Past): LogKeeper {
    const { logBytes: mostBytes, graceMs } = this.#options;
    const settings = { mostBytes, keepMs: retryMs + graceMs, committed: () => this.#committed };
    return new LogKeeper({ ...this.#options, ...settings }, past);
  }

  /** True while the log has space for more entries of commands, vital or not. */
  hasSpace(isVital: boolean): boolean {
    return this.#keeper.hasSpace(isVital);
  }

  /** Decides which form of events, states and answers each member gets. */
  get telling(): Telling {
    return this.#options.telling;
  }

  /** The reply to a command in the form that its caller may get. */
  answer(member: MemberId, { name }: AnySlice, { output }: Command, value: unknown): unknown {
    return this.telling.value(name, output, value, { states: this.committed, member });
  }

  /** The states after all committed events. */
  get committed(): States {
    return this.#committed.states;
  }

  /** The number of the last committed entry. */
  get seq(): number {
    return this.#committed.seq;
  }

  /** The states after all decided events: the next decision starts from them. */
  get live(): States {
    return this.#live.states;
  }

  /**
   * The states and sequence number from which the next transaction starts.
   * @throws AppError `unavailable` while the log cannot be trusted
   */
  next(): { readonly states: States; readonly seq: number } {
    if (this.#life !== 'writing' || this.#outbox.isFull) {
      throw new AppError('unavailable', 'The meeting cannot be saved right now.');
    }
    return this.#live;
  }

  /**
   * The reply to an earlier command with the same key, also while that command is being committed; undefined when there is
   * none.
   */
  replyTo(by: MemberId | undefined, key: CommandKey): Promise<unknown> | undefined {
    const running = this.#running.get(nameOf(by, key));
    if (running) return running;
    const done = this.#replies.find(by, key);
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
        if (cause.key !== undefined) {
          this.#replies.add({ by: cause.by, key: cause.key, reply }, this.#options.clock.monotonic());
        }
        this.#keeper.wrote(weightOfAll(entries));
        return this.onCommitted(entries, before);
      },
    });
    if (cause.key === undefined) return committed;
    const name = nameOf(cause.by, cause.key);
    const replied = committed.then(() => reply).finally(() => this.#running.delete(name));
    this.#running.set(name, replied);
    await replied;
  }

  /**
   * What this member lacks: the events after `after` when they are few and in memory, else the member's view of all
   * features, or of `only` one feature.
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

  /** True when the welcome is a few events and not a whole view. */
  isShort(member: MemberId, after: number | undefined): boolean {
    return this.#missedBy(member, after) !== undefined;
  }

  /** The entries that this member lacks; undefined when they are too many or do not lead to the member's current view. */
  #missedBy(member: MemberId, after: number | undefined): readonly LogEntry[] | undefined {
    const { seq, states } = this.#committed;
    if (after === undefined || after > seq) return undefined;
    const missed = this.#recent.after(after);
    if (!missed || missed.length > longestCatchUp) return undefined;
    const { telling } = this.#options;
    if (after <= this.#begunAt && !telling.knowingIn(states).knowsAll(member)) return undefined;
    const mine = missed.filter((entry) => !entry.to || entry.to.includes(member));
    // For a member who may not know everybody, every missed entry counts: a change of leaders changes whom they know.
    const deciding = telling.knowingIn(states).knowsAll(member) ? mine : missed;
    return deciding.some((entry) => telling.breaksOff(entry, states, member)) ? undefined : mine;
  }

  /** Commits what waits and saves a snapshot. */
  async close(): Promise<void> {
    if (this.#life === 'closed') return;
    await this.#outbox.close();
    this.#life = 'closed';
    await this.#keeper.close();
  }

  /** Writes nothing more, and reads nothing again: another node has the log. */
  abandon(): void {
    this.#life = 'closed';
    this.#keeper.stop();
  }

  #onLost(error: unknown): void {
    if (this.#life === 'closed') return;
    this.#options.report('writing the log', error);
    this.#life = 'rereading';
    inBackground(this.#reread(), (failed) => this.#options.report('reading the log', failed));
  }

  /** Reads the log again, because only the log knows which events were written; announces those that were written unnoticed. */
  async #reread(): Promise<void> {
    while (this.#life === 'rereading') {
      try {
        this.#keeper.stop();
        const past = await readPast(this.#options);
        const { seq, states: before } = this.#committed;
        const { room, log, slices } = this.#options;
        // The events that waited together may be more than `recent` keeps.
        const unannounced = past.recent.after(seq) ?? understood(slices, await log.read(room, seq, past.seq - seq));
        this.#committed = this.#live = past;
        this.#recent = past.recent;
        this.#replies = past.replies;
        this.#keeper = this.#createKeeper(past);
        if (this.#life === 'rereading') this.#life = 'writing';
        if (unannounced.length > 0) await this.onCommitted(unannounced, before);
      } catch (error) {
        this.#options.report('reading the log', error);
        await new Promise<void>((resolve) => void this.#options.clock.after(rereadDelayMs, resolve));
      }
    }
  }
}
