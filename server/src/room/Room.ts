import { inBackground } from '@plenum/shared/core/background';
import type { Contract, StateOf } from '@plenum/shared/core/contract';
import { AppError, failureOf, type Reply } from '@plenum/shared/core/errors';
import type { CommandKey, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry, RoomRecord } from '@plenum/shared/core/log';
import type { DoorSign } from '@plenum/shared/core/wire';
import { Announcer } from './Announcer.ts';
import { Errands } from './Errands.ts';
import { Gatherer } from './Gatherer.ts';
import { Greeter } from './Greeter.ts';
import { History } from './History.ts';
import { type Admitted, lookUp } from './lookUp.ts';
import { type Life, requireOpen } from './life.ts';
import { Member, patienceAfter, requireAbility } from './Member.ts';
import { findPlace, seatsFor } from './places.ts';
import type { Frame, Line, Loss } from './ports.ts';
import { Ration } from './Ration.ts';
import type { RoomOptions } from './roomOptions.ts';
import { type AnySlice, type Comer, type Context, type MemberView, nobody, type Slice } from './serve.ts';
import { Slices } from './Slices.ts';
import type { States } from './states.ts';
import { Telling } from './Telling.ts';
import { boxOf, Transaction } from './Transaction.ts';

/** One live meeting, main or breakout. It names no feature, no socket, no codec and no database. */
export class Room {
  readonly #options: RoomOptions;
  readonly #slices: Slices;
  readonly #history: History;
  readonly #errands: Errands;
  readonly #gatherer: Gatherer;
  readonly #ration: Ration;
  readonly #members = new Map<MemberId, Member>();
  readonly #announcer: Announcer;
  readonly #greeter: Greeter;
  #life: Life = 'open';

  private constructor(options: RoomOptions, slices: Slices, history: History) {
    this.#options = options;
    this.#slices = slices;
    this.#history = history;
    this.#ration = new Ration({ clock: options.clock, hasSpace: (isVital) => history.hasSpace(isVital) });
    const { channel } = options;
    this.#announcer = new Announcer({ slices, members: this.#members, channel, telling: history.telling });
    this.#greeter = new Greeter({ ...options, slices, history, viewOf: (id) => this.#require(id) });
    const send = (frame: Frame, to?: readonly MemberId[]) => this.#announcer.send(frame, to, history.committed);
    this.#gatherer = new Gatherer({ clock: options.clock, send });
    this.#errands = new Errands({
      clock: options.clock,
      slices: slices.byName,
      states: () => history.committed,
      readBox: (slice, box) => options.log.readBox(this.id, boxOf(slice, box)),
      run: (slice, handle) => this.#transact({}, (transaction) => handle(transaction.contextOf(slice))),
      failed: (what, error) => void options.report.failed(this.id, what, error),
    });
  }

  /** Reads the room's past from the log; whoever had a seat is awaited for the grace period. */
  static async open(options: RoomOptions): Promise<Room> {
    const slices = new Slices(options.slices, options.rightsUnder);
    const report = (what: string, error: unknown) => options.report.failed(options.record.id, what, error);
    const telling = new Telling({ ...options, slices: slices.byName });
    const from = { room: options.record.id, slices: slices.byName, telling, report };
    const history = await History.read({ ...options, ...from });
    const room = new Room(options, slices, history);
    history.onCommitted = (entries, before) => room.#onCommitted(entries, before);
    for (const places of [slices.seats(history.live), slices.waiting(history.live)]) {
      for (const id of places.keys()) room.#members.set(id, new Member(id, room.#awaitReturn(id)));
    }
    try {
      await room.#happen((slice, context) => slice.handlers.life?.restored?.(context));
    } catch (error) {
      room.#rest('stopping');
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

  /** How many are here or wait to be let in, those whose line is lost included. */
  get people(): number {
    return this.#members.size;
  }

  /** How many seats are taken. */
  get inside(): number {
    return this.#slices.seats(this.#history.committed).size;
  }

  /** How one gets in without a key. */
  get door(): DoorSign {
    return this.#slices.doorSign(this.#history.live);
  }

  /** Who has a seat here or waits outside, those whose line is lost included. */
  get seated(): readonly MemberId[] {
    return [...this.#members.keys()];
  }

  /** Whom features of this room have sent to which child, as everybody has been told. */
  get elsewhere(): ReadonlyMap<MemberId, RoomId> {
    return this.#slices.elsewhere(this.#history.committed);
  }

  /** What each feature shares with the children of this room, as JSON. */
  get shared(): ReadonlyMap<string, string> {
    return this.#slices.shared(this.#history.committed);
  }

  /** True when no seat is left for who has no key. People who wait take none. */
  get isFull(): boolean {
    return this.inside >= this.#options.bounds.roomPeople;
  }

  /** The member with its rights, as the state has it now. */
  find(id: MemberId): MemberView | undefined {
    return this.#members.has(id) ? this.#slices.find(id, this.#history.live) : undefined;
  }

  /** What becomes of somebody who comes now. @throws AppError when they may not come in and not even wait, or find no place */
  meet(comer: Omit<Comer, 'waits'>): Comer & { readonly displaces?: MemberId | undefined } {
    const { live } = this.#history;
    const met = this.#slices.meet(live, { ...comer, waits: false });
    // Who comes to a child has a seat in the meeting, and there it was counted.
    if (this.record.parent !== undefined) return met;
    return { ...met, displaces: findPlace(met, this.#slices.crowd(live, this.#members), this.#options.bounds) };
  }

  /**
   * Gives the seat a line, or a place outside where the door says so. A seat that exists keeps its name and role; an older line of it is closed as `replaced`.
   * Welcomes the line with all it must know in the tick in which it starts to receive.
   * @param after the last sequence number that the client has, when it has one
   */
  async join(seat: Omit<Comer, 'waits'>, line: Line, after?: number): Promise<void> {
    requireOpen(this.#life);
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
      this.#happen((slice, context) => slice.handlers.life?.lost?.(context, id)),
    );
  }

  /** Checks a message like `chat:send` against the table: known, allowed now, not too often, well formed. */
  admit(id: MemberId, kind: 'commands' | 'requests', name: string, raw: unknown): Admitted {
    requireOpen(this.#life);
    const { slice, verb, definition } = lookUp(this.#slices.byName, kind, name);
    const member = this.#members.get(id);
    if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
    if (!member.mayAskNow(name, definition.limit, this.#options.clock.monotonic())) {
      throw new AppError('limited', 'Too many at once.');
    }
    this.#slices.requireReach(id, slice, this.#history.live);
    requireAbility(() => this.#require(id), definition.needs, raw);
    const input = definition.input.safeParse(raw);
    if (!input.success) throw new AppError('invalid', input.error.issues[0]?.message ?? 'Not understood.');
    return { slice, verb, input: input.data };
  }

  /** Runs one command and answers once its events are durable and told. Never throws. */
  async dispatch(id: MemberId, name: string, raw: unknown, key: CommandKey): Promise<Reply> {
    try {
      const { slice: asked, definition } = lookUp(this.#slices.byName, 'commands', name);
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
    requireOpen(this.#life);
    const own = this.#slices.get(slice.name);
    if (own)
      await this.#transact({}, (transaction) => slice.handlers.outside?.fact?.(transaction.contextOf(own), fact));
  }

  /** Lets one feature answer to what happened in another room of the family. @throws AppError as History.commit */
  async inform(feature: string, answer: (slice: AnySlice, context: Context) => void): Promise<void> {
    const slice = this.#slices.get(feature);
    if (slice && this.#life === 'open')
      await this.#transact({}, (transaction) => answer(slice, transaction.contextOf(slice)));
  }

  /** The member has stayed away for too long, or their place is elsewhere: they lose this one. */
  dismiss(id: MemberId): void {
    const done = this.#happen((slice, context) => slice.handlers.life?.expired?.(context, id));
    this.#inBackground('taking a seat away', done);
  }

  /** Commits what waits, saves a snapshot, closes every line. Idempotent. */
  async close(reason: 'ended' | 'stopping'): Promise<void> {
    if (this.#life !== 'open') return;
    this.#rest(reason);
    await this.#history.close();
  }

  /** Nobody is here any more and no timer runs. */
  #rest(reason: 'ended' | 'stopping'): void {
    this.#life = reason;
    this.#errands.stop();
    this.#gatherer.stop();
    for (const { connection } of this.#members.values()) {
      if (connection.state === 'offline') connection.stopWaiting();
      else if (reason === 'ended') this.#drop(connection.line, 'ended');
      else this.#options.channel.remove(connection.line);
    }
    this.#members.clear();
  }

  /** Writes down that the seat is taken, or that its member is back; nothing when only the line changes. */
  async #takeSeat(seat: Omit<Comer, 'waits'>, wasOffline: boolean): Promise<void> {
    if (!this.#slices.hasPlace(seat.id, this.#history.live)) {
      const { displaces, ...comer } = this.meet(seat);
      await this.#happen(({ handlers }, context) => {
        if (displaces !== undefined) handlers.door?.displaced?.(context, displaces);
        if (comer.waits) handlers.door?.knocked?.(context, comer);
        else handlers.life?.joined?.(context, comer);
      });
    } else if (wasOffline) {
      await this.#happen((slice, context) => slice.handlers.life?.returned?.(context, seat.id));
    }
  }

  /** A join failed: the seat waits again when there is one, and the member is nobody when there is none. */
  #forget(member: Member): void {
    if (this.#life === 'open' && this.#slices.hasPlace(member.id, this.#history.live)) {
      member.connection = this.#awaitReturn(member.id);
    } else this.#members.delete(member.id);
  }

  #require(id: MemberId): MemberView {
    requireOpen(this.#life);
    const outside = this.#slices.waiting(this.#history.live).get(id)?.seat;
    const member = this.find(id) ?? (outside && { ...outside, abilities: [] });
    if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
    return member;
  }

  #awaitReturn(id: MemberId, how: Loss = 'cut'): Member['connection'] {
    const { clock, graceMs } = this.#options;
    const stopWaiting = clock.after(patienceAfter(how, graceMs), () => this.dismiss(id));
    return { state: 'offline', stopWaiting };
  }

  #drop(line: Line, reason: 'replaced' | 'removed' | 'ended'): void {
    this.#options.channel.remove(line);
    line.close(reason);
  }

  /** Lets every feature answer to something that happened to a seat. */
  #happen(answer: (slice: AnySlice, context: Context) => void): Promise<void> {
    return this.#transact({}, (transaction) => {
      for (const slice of this.#slices) answer(slice, transaction.contextOf(slice));
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
      hasSeatFor: (role, states) => this.#slices.seats(states).size < seatsFor(role, this.#options.bounds),
    });
    const value = run(transaction);
    const committed = this.#history.commit(transaction, cause, value);
    for (const event of transaction.volatile) this.#guard('a volatile event', () => this.#gatherer.tell(event));
    await committed;
    for (const { feature, errand } of transaction.errands) family.run(this.id, feature, errand);
    for (const { slice, box } of transaction.opened) {
      this.#inBackground('bringing a box', this.#errands.bringBox(slice, box));
    }
    return value;
  }

  #onCommitted(entries: readonly LogEntry[], before: States): void {
    const acts = [
      () => this.#announcer.announce(entries, { before, after: this.#history.committed }),
      () => this.#followSeats(),
      () => this.#errands.setAlarm(),
      ...this.#options.readers.map((read) => () => read(this.id, entries)),
    ];
    for (const act of acts) this.#guard('what follows a commit', act);
  }

  /** Lets in who has a seat now and waited, and drops who has neither seat nor a place outside any more. */
  #followSeats(): void {
    const { committed } = this.#history;
    const [seats, waiting] = [this.#slices.seats(committed), this.#slices.waiting(committed)];
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
      if (this.#slices.hasPlace(member.id, this.#history.live)) throw error;
      this.#drop(line, 'removed');
    });
    this.#inBackground('letting somebody in', welcomed);
  }

  #inBackground(what: string, work: Promise<unknown>): void {
    inBackground(work, (error) => {
      if (this.#life === 'open') this.#options.report.failed(this.id, what, error);
    });
  }

  /** Does what must not keep the room from going on: what is committed is committed, whoever cannot be told of it. */
  #guard(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#options.report.failed(this.id, what, error);
    }
  }
}
