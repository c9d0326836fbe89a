import type { Role } from '@plenum/shared/core/abilities';
import { inBackground } from '@plenum/shared/core/background';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import { findPlace, type PlaceBounds, seatsFor } from './findPlace.ts';
import { Greeter } from './Greeter.ts';
import type { History } from './History.ts';
import { type Life, requireOpen } from './life.ts';
import { Member, patienceAfter } from './Member.ts';
import type { Channel, Clock, Line, Loss } from './ports.ts';
import type { Ration } from './Ration.ts';
import type { AnySlice, Comer, Context, MemberView } from './serve.ts';
import type { Slices } from './Slices.ts';
import type { States } from './states.ts';
import type { Welcomes } from './Welcomes.ts';

interface PlacesOptions {
  readonly slices: Slices;
  readonly history: History;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly welcomes: Welcomes;
  /** How long a seat waits for its line to come back, in ms. */
  readonly graceMs: number;
  readonly bounds: PlaceBounds;
  /** True for a child room: its members were counted when they took their seat in the meeting. */
  readonly isChild: boolean;
  readonly life: () => Life;
  /** Runs a hook of every feature about a change of a seat; resolves when its events are durable. */
  readonly runHook: (
    answer: (slice: AnySlice, context: Context) => void,
    check?: (entries: readonly LogEntry[]) => void,
  ) => Promise<void>;
  /** Bounds what comers write. */
  readonly ration: Pick<Ration, 'requireComer' | 'takeComer'>;
  readonly failed: (what: string, error: unknown) => void;
}

/** The members of one room: their places inside and outside, and the line of each member, if there is one. */
export class Places {
  readonly #options: PlacesOptions;
  readonly #members = new Map<MemberId, Member>();
  readonly #greeter: Greeter;
  /** The seats and the places outside that the members were last held to. */
  #followed: { readonly seats?: object; readonly waiting?: object } = {};

  constructor(options: PlacesOptions) {
    this.#options = options;
    this.#greeter = new Greeter({ ...options, viewOf: (id) => this.require(id) });
  }

  /** All members, those with a lost line included. */
  get members(): ReadonlyMap<MemberId, Member> {
    return this.#members;
  }

  /** Call it after a restart: every member with a place is awaited for the grace period. */
  awaitAll(): void {
    const { slices, history } = this.#options;
    for (const places of [slices.seats(history.live), slices.waiting(history.live)]) {
      for (const id of places.keys()) this.#members.set(id, new Member(id, this.#awaitReturn(id)));
    }
  }

  /** The member with the rights of the live state; undefined for a member who waits outside. */
  find(id: MemberId): MemberView | undefined {
    const { slices, history } = this.#options;
    return this.#members.has(id) ? slices.find(id, history.live) : undefined;
  }

  /** Like `find`, but returns a member who waits outside without abilities. @throws AppError when there is no such member */
  require(id: MemberId): MemberView {
    const { slices, history, life } = this.#options;
    requireOpen(life());
    const outside = slices.waiting(history.live).get(id)?.seat;
    const member = this.find(id) ?? (outside && { ...outside, abilities: [] });
    if (!member) throw new AppError('closed', 'You are not in this meeting any more.');
    return member;
  }

  /** True while there is a seat for one more person of this role. */
  hasSeatFor(role: Role, states: States): boolean {
    const { slices, bounds } = this.#options;
    const { people = Number.POSITIVE_INFINITY } = slices.capacity(states) ?? {};
    const roomPeople = Math.min(bounds.roomPeople, people);
    return slices.seats(states).size < seatsFor(role, { roomPeople });
  }

  /** Decides whether a comer gets a seat or waits. @throws AppError when the comer may do neither, or the room is full */
  meet(comer: Omit<Comer, 'waits'>): Comer & { readonly displaces?: MemberId | undefined } {
    const { slices, history, bounds, isChild, ration } = this.#options;
    ration.requireComer(comer);
    const placed = slices.meet(history.live, { ...comer, waits: false });
    if (isChild) return placed;
    const capacity = placed.waits ? undefined : slices.capacity(history.live);
    if (capacity && slices.seats(history.live).size >= seatsFor(placed.role, { roomPeople: capacity.people })) {
      throw capacity.refusal();
    }
    return { ...placed, displaces: findPlace(placed, slices.crowd(history.live, this.#members), bounds) };
  }

  /**
   * Gives the line to the seat, or to a place outside where a feature makes the comer wait. A seat that exists keeps its
   * name and role; its older line is closed as `replaced`. The line gets the welcome in the tick in which it starts to
   * receive events.
   * @param after the last sequence number that the client has, if it has one
   */
  async join(seat: Omit<Comer, 'waits'>, line: Line, after?: number): Promise<void> {
    requireOpen(this.#options.life());
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

  /** The room line is lost: the seat waits. Ignored when the member already has another line. */
  lost(id: MemberId, line: Line, how: Loss): void {
    const { channel, life, runHook } = this.#options;
    const member = this.#members.get(id);
    channel.remove(line);
    if (!member?.owns(line) || life() !== 'open') return;
    member.connection = this.#awaitReturn(id, how);
    this.#inBackground(
      'losing a line',
      runHook((slice, context) => slice.handlers.life?.lost?.(context, id)),
    );
  }

  /** Takes the seat of a member who has stayed away for too long, or has a place elsewhere. */
  dismiss(id: MemberId): void {
    const done = this.#options.runHook((slice, context) => slice.handlers.life?.expired?.(context, id));
    this.#inBackground('removing a seat', done);
  }

  /** Call it after a commit: lets in waiting members who now have a seat, and drops members who have no place any more. */
  followSeats(): void {
    const { slices, history } = this.#options;
    const [seats, waiting] = [slices.seats(history.committed), slices.waiting(history.committed)];
    // Most commits change no seat, and hundreds may come in one moment.
    if (seats === this.#followed.seats && waiting === this.#followed.waiting) return;
    this.#followed = { seats, waiting };
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

  /**
   * Closes every line when the meeting has ended. When the room stops, lines stay: they come back after the restart.
   * @returns the lines that stay
   */
  close(reason: 'ended' | 'stopping'): readonly Line[] {
    const left: Line[] = [];
    for (const { connection } of this.#members.values()) {
      if (connection.state === 'offline') connection.stopWaiting();
      else if (reason === 'ended') this.#drop(connection.line, 'ended');
      else {
        this.#options.channel.remove(connection.line);
        left.push(connection.line);
      }
    }
    this.#members.clear();
    return left;
  }

  /** Commits that the seat is taken, or that its member is back; commits nothing when only the line changes. */
  async #takeSeat(seat: Omit<Comer, 'waits'>, wasOffline: boolean): Promise<void> {
    const { runHook, ration } = this.#options;
    if (!this.#hasPlace(seat.id)) {
      const { displaces, ...comer } = this.meet(seat);
      await runHook(
        ({ handlers }, context) => {
          if (displaces !== undefined) handlers.door?.displaced?.(context, displaces);
          if (comer.waits) handlers.door?.knocked?.(context, comer);
          else handlers.life?.joined?.(context, comer);
        },
        (entries) => ration.takeComer(seat, entries),
      );
    } else if (wasOffline) {
      await runHook(({ handlers }, context) => handlers.life?.returned?.(context, seat.id));
    }
  }

  #letIn(member: Member, line: Line): void {
    member.connection = { state: 'joining', line };
    const welcomed = this.#greeter.welcome(member, line).catch((error: unknown) => {
      if (!member.owns(line)) return;
      this.#forget(member);
      if (this.#hasPlace(member.id)) throw error;
      this.#drop(line, 'removed');
    });
    this.#inBackground('welcoming a member who was let in', welcomed);
  }

  #hasPlace(id: MemberId): boolean {
    return this.#options.slices.hasPlace(id, this.#options.history.live);
  }

  /** Handles a failed join: a member with a place is awaited again, a member without one is removed. */
  #forget(member: Member): void {
    if (this.#options.life() === 'open' && this.#hasPlace(member.id)) {
      member.connection = this.#awaitReturn(member.id);
    } else this.#members.delete(member.id);
  }

  #awaitReturn(id: MemberId, how: Loss = 'cut'): Member['connection'] {
    const { clock, graceMs } = this.#options;
    return { state: 'offline', stopWaiting: clock.after(patienceAfter(how, graceMs), () => this.dismiss(id)) };
  }

  #drop(line: Line, reason: 'replaced' | 'removed' | 'ended'): void {
    this.#options.channel.remove(line);
    line.close(reason);
  }

  #inBackground(what: string, work: Promise<unknown>): void {
    const { life, failed } = this.#options;
    inBackground(work, (error) => {
      if (life() === 'open') failed(what, error);
    });
  }
}
