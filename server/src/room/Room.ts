import { inBackground } from '@plenum/shared/core/background';
import type { Contract, StateOf } from '@plenum/shared/core/contract';
import { AppError, failureOf, type Reply } from '@plenum/shared/core/errors';
import type { CommandKey, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry, RoomRecord } from '@plenum/shared/core/log';
import type { DoorSign } from '@plenum/shared/core/wire';
import { Announcer } from './Announcer.ts';
import { Errands } from './Errands.ts';
import { Gatherer } from './Gatherer.ts';
import { History } from './History.ts';
import { whenDone } from './inPieces.ts';
import { type Life, requireOpen } from './life.ts';
import { type Admitted, type Asked, lookUp } from './lookUp.ts';
import { requireAbility } from './Member.ts';
import { Places } from './Places.ts';
import type { Frame, Line, Loss } from './ports.ts';
import { Ration } from './Ration.ts';
import type { Opening, RoomOptions } from './roomOptions.ts';
import { type AnySlice, type Comer, type Context, type MemberView, nobody, type Slice } from './serve.ts';
import { Slices } from './Slices.ts';
import type { States } from './states.ts';
import { Telling } from './Telling.ts';
import { boxOf, Transaction } from './Transaction.ts';

/** From this number of members on, a message costs more than the wait for the next one. */
const crowd = 20;

/** The command that starts a transaction: its key, and its caller unless the command is unsigned. */
interface Cause {
  readonly by?: MemberId;
  readonly key?: CommandKey;
}

/**
 * One live meeting, main or breakout: checks commands, runs handlers, commits their events and sends them. `Places` keeps
 * its members. It knows no feature by name, and no socket, codec or database.
 */
export class Room {
  readonly #options: RoomOptions;
  readonly #slices: Slices;
  readonly #history: History;
  readonly #places: Places;
  readonly #errands: Errands;
  readonly #gatherer: Gatherer;
  readonly #ration: Ration;
  readonly #announcer: Announcer;
  /** Called with each volatile event that everybody gets, in its whole form: for the recorder alone. */
  onMoment: ((frame: Frame) => void) | undefined;
  #life: Life = 'open';

  private constructor(options: RoomOptions, slices: Slices, history: History) {
    this.#options = options;
    this.#slices = slices;
    this.#history = history;
    const { clock } = options;
    this.#ration = new Ration({
      clock,
      hasSpace: (isVital) => history.hasSpace(isVital),
      isDiskFull: options.isDiskFull,
      addressSeats: options.bounds.addressSeats,
    });
    this.#places = new Places({
      ...options,
      ration: this.#ration,
      slices,
      history,
      isChild: this.record.parent !== undefined,
      life: () => this.#life,
      runHook: (answer, check) => this.#runHook(answer, check),
      failed: (what, error) => this.#failed(what, error),
    });
    this.#announcer = new Announcer({ ...options, slices, members: this.#places.members, telling: history.telling });
    const send = (frame: Frame, to?: readonly MemberId[]) => {
      this.#announcer.send(frame, to, history.committed);
      if (to === undefined) this.onMoment?.(frame);
    };
    this.#gatherer = new Gatherer({ clock, channel: options.channel, send });
    this.#errands = new Errands({
      clock,
      slices: slices.byName,
      states: () => history.committed,
      readBox: (slice, box) => options.log.readBox(this.id, boxOf(slice, box)),
      run: (slice, handle) => this.#transact({}, (transaction) => handle(transaction.contextOf(slice))),
      failed: (what, error) => this.#failed(what, error),
    });
  }

  /** Reads the room from the log; members who had a seat are awaited for the grace period. @throws Unreadable */
  static async open(options: RoomOptions): Promise<Room> {
    const slices = new Slices(options.slices, options.rightsUnder);
    const report = (what: string, error: unknown) => options.report.failed(options.record.id, what, error);
    const telling = new Telling({ ...options, slices: slices.byName });
    const from = { room: options.record.id, slices: slices.byName, telling, report };
    const history = await History.read({ ...options, ...from });
    const room = new Room(options, slices, history);
    history.onCommitted = (entries, before) => room.#onCommitted(entries, before);
    history.pauseMs = () => (room.people < crowd ? 0 : (options.crowdPauseMs ?? 0));
    room.#places.awaitAll();
    try {
      await room.#runHook((slice, context) => slice.handlers.life?.restored?.(context));
    } catch (error) {
      room.#endLife('stopping');
      throw error;
    }
    room.#errands.setAlarm();
    return room;
  }

  get id(): RoomId {
    return this.#options.record.id;
  }

  get record(): RoomRecord {
    return this.#options.record;
  }

  /** The members who have a seat here or wait outside, those with a lost line included. */
  get seated(): readonly MemberId[] {
    return [...this.#places.members.keys()];
  }

  /** The number of members, those outside included. */
  get people(): number {
    return this.#places.members.size;
  }

  /** The number of taken seats. */
  get inside(): number {
    return this.#slices.seats(this.#history.committed).size;
  }

  /** True when no seat is left for a person without a key. Members who wait outside take no seat. */
  get isFull(): boolean {
    const { people = Number.POSITIVE_INFINITY } = this.#slices.capacity(this.#history.live) ?? {};
    return this.inside >= Math.min(this.#options.bounds.roomPeople, people);
  }

  /** The door sign: how a person without a key gets in. */
  get door(): DoorSign {
    return this.#slices.doorSign(this.#history.live);
  }

  /** The members that features of this room have sent to a child, by the committed state. */
  get elsewhere(): ReadonlyMap<MemberId, RoomId> {
    return this.#slices.elsewhere(this.#history.committed);
  }

  /** What each feature shares with the children of this room, as JSON, by feature. */
  get shared(): ReadonlyMap<string, string> {
    return this.#slices.shared(this.#history.committed);
  }

  /** The committed state of a feature that has no secrets. */
  committed<C extends Contract>({ name }: C): StateOf<C> {
    return this.#history.committed[name] as StateOf<C>;
  }

  /** The states of all features after all committed events, with everything that is private: for the recorder alone. */
  get whole(): States {
    return this.#history.committed;
  }

  /** The sequence number of the last committed entry. */
  get seq(): number {
    return this.#history.seq;
  }

  /** The id under which a feature names `other` to `viewer`: the real one, or an alias when `viewer` may not know `other`. */
  idFor(viewer: MemberId, { name }: Contract, other: MemberId): MemberId {
    return this.#history.telling.idFor(viewer, name, other, this.#history.committed);
  }

  /** Begins a meeting with copies of its opening settings. @throws AppError as History.commit */
  begin(opening: Opening): Promise<void> {
    return this.#runHook(({ name, handlers }, context) => {
      if (Object.hasOwn(opening, name)) handlers.life?.opened?.(context, opening[name]);
    });
  }

  /** See `Places.find`. */
  find(id: MemberId): MemberView | undefined {
    return this.#places.find(id);
  }

  /** See `Places.meet`. */
  meet(comer: Omit<Comer, 'waits'>): Comer {
    return this.#places.meet(comer);
  }

  /** See `Places.join`. */
  join(seat: Omit<Comer, 'waits'>, line: Line, after?: number): Promise<void> {
    return this.#places.join(seat, line, after);
  }

  /** See `Places.lost`. */
  lost(id: MemberId, line: Line, how: Loss = 'cut'): void {
    this.#places.lost(id, line, how);
  }

  /** See `Places.dismiss`. */
  dismiss(id: MemberId): void {
    this.#places.dismiss(id);
  }

  /** Checks a message like `chat:send`: it exists, is allowed, keeps its limit and parses. @throws AppError otherwise */
  admit(id: MemberId, kind: 'commands' | 'requests', name: string, raw: unknown): Admitted {
    requireOpen(this.#life);
    return this.#admit(id, lookUp(this.#slices.byName, kind, name), raw);
  }

  /** Runs one command, and replies once its events are durable and sent. Never throws. */
  async dispatch(id: MemberId, name: string, raw: unknown, key: CommandKey): Promise<Reply> {
    try {
      const asked = lookUp(this.#slices.byName, 'commands', name);
      const cause = asked.definition.unsigned ? { key } : { by: id, key };
      const value = await (this.#history.replyTo(cause.by, key) ?? this.#run(id, asked, raw, cause));
      return { ok: true, value: this.#history.answer(id, asked.slice, asked.definition, value) };
    } catch (error) {
      if (!(error instanceof AppError)) this.#failed(name, error);
      return failureOf(error);
    }
  }

  /** Gives a fact from outside to the slice that handles it. */
  tell<Fact>(slice: Slice<Fact>, fact: Fact): void {
    if (this.#life === 'open') this.#inBackground(`a fact for ${slice.name}`, this.settle(slice, fact));
  }

  /**
   * Like `tell`, for a caller that must know that the fact is durable.
   * @throws AppError when the feature refuses the fact; then nothing has changed
   */
  async settle<Fact>(slice: Slice<Fact>, fact: Fact): Promise<void> {
    requireOpen(this.#life);
    const own = this.#slices.get(slice.name);
    if (!own) return;
    await this.#transact({}, (transaction) => slice.handlers.outside?.fact?.(transaction.contextOf(own), fact));
  }

  /**
   * Runs a handler of one feature about a fact from another room of the family.
   * @param copiedFrom the room that has the fact in its own log
   * @throws AppError as History.commit, and as `Ration.takeCopy`
   */
  async inform(
    feature: string,
    answer: (slice: AnySlice, context: Context) => void,
    copiedFrom?: RoomId,
  ): Promise<void> {
    const slice = this.#slices.get(feature);
    if (!slice || this.#life !== 'open') return;
    await this.#transact({}, (transaction) => {
      answer(slice, transaction.contextOf(slice));
      if (copiedFrom !== undefined) this.#ration.takeCopy(copiedFrom, transaction.entries(undefined));
    });
  }

  /** Commits what waits, saves a snapshot, closes every line. Idempotent. */
  async close(reason: 'ended' | 'stopping'): Promise<void> {
    await this.handOver(reason);
  }

  /** As `close`, for a room that another node takes. @returns a function that tells the members where it is then */
  async handOver(reason: 'ended' | 'stopping' = 'stopping'): Promise<(roomUrl: string | undefined) => void> {
    if (this.#life !== 'open') return () => undefined;
    const lines = this.#endLife(reason);
    await this.#history.close();
    return (roomUrl) => lines.forEach((line) => line.move(roomUrl));
  }

  /** Closes the room after another node has taken it: writes nothing, and tells the members where it is. Idempotent. */
  abandon(roomUrl: string | undefined): void {
    if (this.#life !== 'open') return;
    const lines = this.#endLife('stopping');
    this.#history.abandon();
    for (const line of lines) line.move(roomUrl);
  }

  /** Ends the life of the room: no member is here and no timer runs from now on. @returns the lines that stay open */
  #endLife(reason: 'ended' | 'stopping'): readonly Line[] {
    this.#life = reason;
    this.#errands.stop();
    this.#gatherer.stop();
    return this.#places.close(reason);
  }

  #admit(id: MemberId, asked: Asked, raw: unknown): Admitted {
    requireOpen(this.#life);
    const { name, slice, definition } = asked;
    const member = this.#places.members.get(id);
    if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
    if (!member.mayAskNow(name, definition.limit, this.#options.clock.monotonic())) {
      throw new AppError('limited', 'You did this too often just now. Wait a moment.');
    }
    this.#slices.requireReach(id, slice, this.#history.live);
    requireAbility(() => this.#places.require(id), definition.needs, raw);
    const input = definition.input.safeParse(raw);
    if (!input.success) throw new AppError('invalid', input.error.issues[0]?.message ?? 'The input is malformed.');
    return { ...asked, input: input.data };
  }

  /** Checks a command and runs its handler. @throws AppError when the door refuses it */
  #run(id: MemberId, asked: Asked, raw: unknown, cause: Cause): Promise<unknown> {
    const { slice, verb, definition, input } = this.#admit(id, asked, raw);
    const caller = this.#places.require(id);
    const [member, handle] = [this.#places.members.get(id), slice.handlers.commands[verb]];
    if (!member || !handle) throw new Error(`No handler for ${asked.name}`);
    return this.#transact(cause, (transaction) => {
      const value = handle(transaction.contextOf(slice, definition.unsigned ? nobody : caller), input);
      this.#ration.take(member, transaction.entries(value), slice.reducer.contract.vital.includes(verb));
      return value;
    });
  }

  /** Runs one hook of every feature in one transaction. Nothing is committed when `check` throws. */
  #runHook(
    answer: (slice: AnySlice, context: Context) => void,
    check?: (entries: readonly LogEntry[]) => void,
  ): Promise<void> {
    return this.#transact({}, (transaction) => {
      for (const slice of this.#slices) answer(slice, transaction.contextOf(slice));
      check?.(transaction.entries(undefined));
    });
  }

  /** Runs handlers in a transaction; then commits the events that they emitted, sends them, and starts the errands. */
  async #transact<T>(cause: Cause, run: (transaction: Transaction) => T): Promise<T> {
    const { clock, newId, family } = this.#options;
    const transaction = new Transaction({
      ...cause,
      ...this.#history.next(),
      room: this.id,
      slices: this.#slices,
      now: () => clock.now(),
      newId,
      family: { parent: this.record.parent, pass: (room, traveller) => family.pass(room, traveller) },
      knows: (states, viewer, other) => this.#history.telling.knowingIn(states).knows(viewer, other),
      hasSeatFor: (role, states) => this.#places.hasSeatFor(role, states),
    });
    const value = run(transaction);
    const committed = this.#history.commit(transaction, cause, value);
    for (const event of transaction.volatile) this.#guard('a volatile event', () => this.#gatherer.tell(event));
    await committed;
    for (const { feature, errand } of transaction.errands) family.run(this.id, feature, errand);
    for (const { slice, box } of transaction.opened) {
      this.#inBackground('delivering a box', this.#errands.bringBox(slice, box));
    }
    return value;
  }

  #onCommitted(entries: readonly LogEntry[], before: States): Promise<void> | undefined {
    const change = { before, after: this.#history.committed };
    const acts = [() => this.#places.followSeats(), () => this.#errands.setAlarm()];
    const readers = this.#options.readers.map((read) => () => read(this.id, entries));
    const goOn = () => [...acts, ...readers].forEach((act) => this.#guard('an act after a commit', act));
    const announced = this.#guard('announcing a commit', () => this.#announcer.announce(entries, change));
    return whenDone(announced, goOn, (error) => this.#failed('announcing a commit', error));
  }

  #inBackground(what: string, work: Promise<unknown>): void {
    inBackground(work, (error) => {
      if (this.#life === 'open') this.#failed(what, error);
    });
  }

  /** Runs one of several acts after a commit: when it fails, the others still run. */
  #guard<T>(what: string, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.#failed(what, error);
      return undefined;
    }
  }

  #failed(what: string, error: unknown): void {
    this.#options.report.failed(this.id, what, error);
  }
}
