import type { Contract, StateOf } from '@plenum/shared/core/contract';
import { AppError, failureOf, type Reply } from '@plenum/shared/core/errors';
import type { CommandKey, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry, RoomRecord } from '@plenum/shared/core/log';
import type { DoorSign } from '@plenum/shared/core/wire';
import { Announcer } from './Announcer.ts';
import {
  crowdIn,
  elsewhereIn,
  hasPlaceIn,
  keeperIn,
  meet,
  requireReach,
  seatsIn,
  sharedIn,
  signOn,
  waitingIn,
} from './door.ts';
import { Errands } from './Errands.ts';
import { Gatherer } from './Gatherer.ts';
import { Greeter } from './Greeter.ts';
import { History } from './History.ts';
import { type Admitted, lookUp } from './lookUp.ts';
import { Member, patienceAfter, requireAbility } from './Member.ts';
import { findPlace, seatsFor } from './places.ts';
import type { Frame, Line, Loss } from './ports.ts';
import { Ration } from './Ration.ts';
import type { RoomOptions } from './roomOptions.ts';
import { type AnySlice, type Comer, type Context, type MemberView, nobody, type Seat, type Slice } from './serve.ts';
import { Telling } from './Telling.ts';
import { boxOf, type States, Transaction } from './Transaction.ts';

/** One live meeting, main or breakout. It names no feature, no socket, no codec and no database. */
export class Room {
  readonly #options: RoomOptions;
  readonly #slices: ReadonlyMap<string, AnySlice>;
  readonly #history: History;
  readonly #errands: Errands;
  readonly #gatherer: Gatherer;
  readonly #ration: Ration;
  readonly #members = new Map<MemberId, Member>();
  readonly #announcer: Announcer;
  readonly #greeter: Greeter;
  #life: 'open' | 'ended' | 'stopping' = 'open';

  private constructor(options: RoomOptions, slices: ReadonlyMap<string, AnySlice>, history: History) {
    this.#options = options;
    this.#slices = slices;
    this.#history = history;
    this.#ration = new Ration({ clock: options.clock, hasSpace: (isVital) => history.hasSpace(isVital) });
    this.#announcer = new Announcer({ members: this.#members, channel: options.channel, telling: history.telling });
    this.#greeter = new Greeter({ ...options, slices, history, viewOf: (id) => this.#require(id) });
    const send = (frame: Frame, to?: readonly MemberId[]) => this.#announcer.send(frame, to, history.committed);
    this.#gatherer = new Gatherer({ clock: options.clock, send });
    this.#errands = new Errands({
      clock: options.clock,
      slices,
      states: () => history.committed,
      readBox: (slice, box) => options.log.readBox(this.id, boxOf(slice, box)),
      run: (slice, handle) => this.#transact({}, (transaction) => handle(transaction.contextOf(slice))),
      failed: (what, error) => void options.report.failed(this.id, what, error),
    });
  }

  /** Reads the room's past from the log; whoever had a seat is awaited for the grace period. */
  static async open(options: RoomOptions): Promise<Room> {
    const slices = new Map(options.slices.map((slice) => [slice.name, slice]));
    const report = (what: string, error: unknown) => options.report.failed(options.record.id, what, error);
    const telling = new Telling({ ...options, slices });
    const history = await History.read({ ...options, room: options.record.id, slices, telling, report });
    const room = new Room(options, slices, history);
    history.onCommitted = (entries, before) => room.#onCommitted(entries, before);
    for (const places of [seatsIn(slices, history.live), waitingIn(slices, history.live)]) {
      for (const id of places.keys()) room.#members.set(id, new Member(id, room.#awaitReturn(id)));
    }
    await room.#happen((slice, context) => slice.handlers.onRestored?.(context));
    room.#errands.setAlarm();
    return room;
  }

  get id(): RoomId {
    return this.#options.record.id;
  }

  get record(): RoomRecord {
    return this.#options.record;
  }

  /** How many are here or wait to be let in, those whose line is lost included. */
  get people(): number {
    return this.#members.size;
  }

  /** How many seats are taken. */
  get inside(): number {
    return seatsIn(this.#slices, this.#history.committed).size;
  }

  /** How one gets in without a key. */
  get door(): DoorSign {
    return signOn(this.#slices, this.#history.live);
  }

  /** Who has a seat here or waits outside, those whose line is lost included. */
  get seated(): readonly MemberId[] {
    return [...this.#members.keys()];
  }

  /** Whom features of this room have sent to which child, as everybody has been told. */
  get elsewhere(): ReadonlyMap<MemberId, RoomId> {
    return elsewhereIn(this.#slices, this.#history.committed);
  }

  /** What each feature shares with the children of this room, as JSON. */
  get shared(): ReadonlyMap<string, string> {
    return sharedIn(this.#slices, this.#history.committed);
  }

  /** True when no seat is left for who has no key. People who wait take none. */
  get isFull(): boolean {
    return this.inside >= this.#options.bounds.roomPeople;
  }

  /** The member with its rights, as the state has it now. */
  find(id: MemberId): MemberView | undefined {
    const seat = this.#members.has(id) ? seatsIn(this.#slices, this.#history.live).get(id) : undefined;
    return seat && this.#viewOf(seat, this.#history.live);
  }

  /** What becomes of somebody who comes now. @throws AppError when they may not come in and not even wait, or find no place */
  meet(comer: Omit<Comer, 'waits'>): Comer & { readonly displaces?: MemberId | undefined } {
    const met = meet(this.#slices, this.#history.live, { ...comer, waits: false });
    // Who comes to a child has a seat in the meeting, and there it was counted.
    if (this.record.parent !== undefined) return met;
    return {
      ...met,
      displaces: findPlace(met, crowdIn(this.#slices, this.#history.live, this.#members), this.#options.bounds),
    };
  }

  /**
   * Gives the seat a line, or a place outside where the door says so. A seat that exists keeps its name and role; an older line of it is closed as `replaced`.
   * Welcomes the line with all it must know in the tick in which it starts to receive.
   * @param after the last sequence number that the client has, when it has one
   */
  async join(seat: Omit<Comer, 'waits'>, line: Line, after?: number): Promise<void> {
    this.#requireOpen();
    const known = this.#members.get(seat.id);
    known?.requirePatience(this.#options.clock.monotonic());
    const member = known ?? new Member(seat.id, { state: 'joining', line });
    const before = member.connection;
    member.connection = { state: 'joining', line };
    member.cameAs = seat;
    this.#members.set(seat.id, member);
    if (before.state === 'offline') before.stopWaiting();
    else if (known) this.#drop(before.line, 'replaced');
    try {
      await this.#takeSeat(seat, before.state === 'offline');
      await this.#greeter.welcome(member, line, after);
    } catch (error) {
      if (member.owns(line)) this.#forget(member);
      throw error;
    }
  }

  /** The room line is lost: the seat waits. Ignored when the member has another line already. */
  lost(id: MemberId, line: Line, how: Loss = 'cut'): void {
    const member = this.#members.get(id);
    this.#options.channel.remove(line);
    if (!member?.owns(line) || this.#life !== 'open') return;
    member.connection = this.#awaitReturn(id, how);
    this.#inBackground(
      'losing a line',
      this.#happen((slice, context) => slice.handlers.onLost?.(context, id)),
    );
  }

  /** Checks a message like `chat:send` against the table: known, allowed now, not too often, well formed. */
  admit(id: MemberId, kind: 'commands' | 'requests', name: string, raw: unknown): Admitted {
    this.#requireOpen();
    const { slice, verb, definition } = lookUp(this.#slices, kind, name);
    const member = this.#members.get(id);
    if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
    if (!member.mayAskNow(name, definition.limit, this.#options.clock.monotonic())) {
      throw new AppError('limited', 'Too many at once.');
    }
    requireReach(keeperIn(this.#slices, this.#history.live, id), slice);
    requireAbility(() => this.#require(id), definition.needs, raw);
    const input = definition.input.safeParse(raw);
    if (!input.success) throw new AppError('invalid', input.error.issues[0]?.message ?? 'Not understood.');
    return { slice, verb, input: input.data };
  }

  /** Runs one command and answers once its events are durable and told. Never throws. */
  async dispatch(id: MemberId, name: string, raw: unknown, key: CommandKey): Promise<Reply> {
    try {
      const { slice: asked, definition } = lookUp(this.#slices, 'commands', name);
      const isUnsigned = definition.unsigned === true;
      const cause = isUnsigned ? { key } : { by: id, key };
      const answer = (value: unknown): Reply => ({
        ok: true,
        value: this.#history.answer(id, asked, definition, value),
      });
      const done = this.#history.replyTo(cause.by, key);
      if (done) return answer(await done);
      const { slice, verb, input } = this.admit(id, 'commands', name, raw);
      const member = this.#require(id);
      const [asker, handle] = [this.#members.get(id), slice.handlers.commands[verb]];
      if (!asker || !handle) throw new Error(`No handler for ${name}`);
      const value = await this.#transact(cause, (transaction) => {
        const told = Object.assign(transaction.contextOf(slice), { member: isUnsigned ? nobody : member });
        const answer = handle(told, input);
        this.#ration.take(asker, transaction.entries(answer), slice.reducer.contract.vital.includes(verb));
        return answer;
      });
      return answer(value);
    } catch (error) {
      if (!(error instanceof AppError)) this.#options.report.failed(this.id, name, error);
      return failureOf(error);
    }
  }

  /** The id by which one feature tells `viewer` of `other`: theirs, or another when they may not know of them. */
  idFor(viewer: MemberId, { name }: Contract, other: MemberId): MemberId {
    return this.#history.telling.idFor(viewer, name, other, this.#history.committed);
  }

  /** What everybody may know by now of a feature that has no secrets. */
  committed<C extends Contract>({ name }: C): StateOf<C> {
    return this.#history.committed[name] as StateOf<C>;
  }

  /** An outside thing did something; the feature that knows about it decides what that means. */
  tell<Fact>(slice: Slice<Fact>, fact: Fact): void {
    if (this.#life === 'open') this.#inBackground(`a fact for ${slice.name}`, this.settle(slice, fact));
  }

  /**
   * The same for who must know that it is written down.
   * @throws AppError with which the feature refuses the fact; nothing has happened then
   */
  async settle<Fact>(slice: Slice<Fact>, fact: Fact): Promise<void> {
    this.#requireOpen();
    const own = this.#slices.get(slice.name);
    if (own) await this.#transact({}, (transaction) => slice.handlers.onFact?.(transaction.contextOf(own), fact));
  }

  /** Lets one feature answer to what happened in another room of the family. @throws AppError as History.commit */
  async inform(feature: string, answer: (slice: AnySlice, context: Context) => void): Promise<void> {
    const slice = this.#slices.get(feature);
    if (slice && this.#life === 'open')
      await this.#transact({}, (transaction) => answer(slice, transaction.contextOf(slice)));
  }

  /** The member stayed away, or their place is elsewhere: they lose this one. */
  dismiss(id: MemberId): void {
    this.#inBackground(
      'a seat',
      this.#happen(({ handlers }, context) => handlers.onExpired?.(context, id)),
    );
  }

  /** Commits what waits, saves a snapshot, closes every line. Idempotent. */
  async close(reason: 'ended' | 'stopping'): Promise<void> {
    if (this.#life !== 'open') return;
    this.#life = reason;
    this.#errands.stop();
    this.#gatherer.stop();
    for (const { connection } of this.#members.values()) {
      if (connection.state === 'offline') connection.stopWaiting();
      else if (reason === 'ended') this.#drop(connection.line, 'ended');
      else this.#options.channel.remove(connection.line);
    }
    this.#members.clear();
    await this.#history.close();
  }

  /** Writes down that the seat is taken, or that its member is back; nothing when only the line changes. */
  async #takeSeat(seat: Omit<Comer, 'waits'>, wasOffline: boolean): Promise<void> {
    if (!hasPlaceIn(this.#slices, this.#history.live, seat.id)) {
      const { displaces, ...comer } = this.meet(seat);
      await this.#happen(({ handlers }, context) => {
        if (displaces !== undefined) handlers.onDisplaced?.(context, displaces);
        if (comer.waits) handlers.onKnocked?.(context, comer);
        else handlers.onJoined?.(context, comer);
      });
    } else if (wasOffline) {
      await this.#happen((slice, context) => slice.handlers.onReturned?.(context, seat.id));
    }
  }

  /** A join failed: the seat waits again when there is one, and the member is nobody when there is none. */
  #forget(member: Member): void {
    if (this.#life === 'open' && hasPlaceIn(this.#slices, this.#history.live, member.id)) {
      member.connection = this.#awaitReturn(member.id);
    } else this.#members.delete(member.id);
  }

  #requireOpen(): void {
    if (this.#life === 'ended') throw new AppError('closed', 'This meeting is over.');
    if (this.#life === 'stopping') throw new AppError('unavailable', 'The meeting is being moved or restarted.');
  }

  #require(id: MemberId): MemberView {
    this.#requireOpen();
    const outside = waitingIn(this.#slices, this.#history.live).get(id)?.seat;
    const member = this.find(id) ?? (outside && { ...outside, abilities: [] });
    if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
    return member;
  }

  #viewOf({ id, name, role, person }: Seat, states: States): MemberView {
    return { id, name, role, person, abilities: this.#options.rightsOf({ id, name, role }, states) };
  }

  #awaitReturn(id: MemberId, how: Loss = 'cut'): Member['connection'] {
    const { clock, graceMs } = this.#options;
    return {
      state: 'offline',
      stopWaiting: clock.after(patienceAfter(how, graceMs), () => this.dismiss(id)),
    };
  }

  #drop(line: Line, reason: 'replaced' | 'removed' | 'ended'): void {
    this.#options.channel.remove(line);
    line.close(reason);
  }

  /** Lets every feature answer to something that happened to a seat. */
  #happen(answer: (slice: AnySlice, context: Context) => void): Promise<void> {
    return this.#transact({}, (transaction) => {
      for (const slice of this.#slices.values()) answer(slice, transaction.contextOf(slice));
    });
  }

  async #transact<T>(cause: { by?: MemberId; key?: CommandKey }, run: (transaction: Transaction) => T): Promise<T> {
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
      members: (states) => [...seatsIn(this.#slices, states).values()].map((seat) => this.#viewOf(seat, states)),
      hasSeatFor: (role, states) => seatsIn(this.#slices, states).size < seatsFor(role, this.#options.bounds),
    });
    const value = run(transaction);
    const committed = this.#history.commit(transaction, cause, value);
    for (const event of transaction.volatile) this.#gatherer.tell(event);
    await committed;
    for (const { feature, errand } of transaction.errands) family.run(this.id, feature, errand);
    for (const { slice, box } of transaction.opened) void this.#errands.bringBox(slice, box);
    return value;
  }

  #onCommitted(entries: readonly LogEntry[], before: States): void {
    this.#announcer.announce(entries, { before, after: this.#history.committed });
    this.#followSeats();
    this.#errands.setAlarm();
    for (const read of this.#options.readers) read(this.id, entries);
  }

  /** Lets in who has a seat now and waited, and drops who has neither seat nor a place outside any more. */
  #followSeats(): void {
    const { committed } = this.#history;
    const [seats, waiting] = [seatsIn(this.#slices, committed), waitingIn(this.#slices, committed)];
    for (const member of this.#members.values()) {
      const { id, connection } = member;
      if (connection.state === 'joining') continue;
      if (seats.has(id)) {
        if (connection.state === 'outside' && this.find(id)) this.#letIn(member, connection.line);
      } else if (!waiting.has(id)) {
        this.#members.delete(id);
        if (connection.state === 'offline') connection.stopWaiting();
        else this.#drop(connection.line, 'removed');
      }
    }
  }

  #letIn(member: Member, line: Line): void {
    member.connection = { state: 'joining', line };
    const welcomed = this.#greeter.welcome(member, line).catch((error: unknown) => {
      if (!member.owns(line)) return;
      this.#forget(member);
      if (hasPlaceIn(this.#slices, this.#history.live, member.id)) throw error;
      this.#drop(line, 'removed');
    });
    this.#inBackground('letting somebody in', welcomed);
  }

  #inBackground(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (this.#life === 'open') this.#options.report.failed(this.id, what, error);
    });
  }
}
