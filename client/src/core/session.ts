import './jitless.ts';
import type { CommandName, Contract, EventName, InputOf, OutputOf, PayloadOf } from '@plenum/shared/core/contract';
import { AppError, errorCodes } from '@plenum/shared/core/errors';
import type { Handshake, Welcome } from '@plenum/shared/core/wire';
import type { TicketOutput } from '@plenum/shared/api/room/contract';
import { media } from '@plenum/shared/features/media/contract';
import type { types } from 'mediasoup-client';
import type { MeetingExtras } from './extras.ts';
import { requestTicket } from './http.ts';
import type { IdentityStorage } from './identity.ts';
import { MediaLine } from './mediaLine.ts';
import { Meeting, type VolatileName } from './meeting.ts';
import { RoomLine } from './roomLine.ts';
import { memorySeats, type SeatStorage } from './seats.ts';
import type { ClosedReason, MeetingStore } from './store.ts';

/** Where and how to take part. `base` is the server's origin, e.g. `location.origin`. */
export interface ResumeOptions {
  readonly base: string;
  readonly roomId: string;
  readonly seats: SeatStorage;
  /** What the meeting must know of features. */
  readonly extras: MeetingExtras;
  /** False: no media line at all (`session.media` then refuses). */
  readonly media?: boolean;
  /** Instead of the browser's own WebRTC: bots. */
  readonly handlerFactory?: types.HandlerFactory;
}

/** A first entering: under which name, with which key of the room, and as whom. */
export interface EnterOptions extends ResumeOptions {
  readonly name: string;
  /** The host's, a moderator's or a member's. */
  readonly key?: string | undefined;
  /** Left out, one is somebody new. */
  readonly identity?: IdentityStorage;
}

/** Permission to take a seat in another room of the meeting, and where. */
export interface RoomPass {
  readonly ticket: string;
  readonly url: string;
}

interface Way {
  readonly roomUrl: string;
  readonly firstPass: () => Promise<Handshake>;
}

/** How long the first welcome may take, in ms. */
const welcomeTimeout = 30_000;

/** One member's taking part in one meeting: the room line, the media line, and everything they tell in `store`. */
export class Session {
  /** Everything known of the meeting; React reads it with `useStore(session.store, selector)`. */
  readonly store: MeetingStore;
  readonly media: MediaLine;
  readonly #options: ResumeOptions;
  #seat = '';
  /** The meeting that this room belongs to, when it is a visit. */
  readonly #home: Session | undefined;
  #wantsMedia: boolean;
  readonly #meeting: Meeting;
  readonly #line: RoomLine;
  readonly #welcomed = Promise.withResolvers<void>();

  private constructor(options: ResumeOptions, { roomUrl, firstPass }: Way, home?: Session) {
    this.#options = options;
    this.#home = home;
    this.#wantsMedia = options.media ?? true;
    this.#meeting = new Meeting(options.roomId, options.extras);
    this.store = this.#meeting.store;
    this.media = new MediaLine({
      meeting: this.#meeting,
      base: options.base,
      renew: () => this.send(media, 'ticket', {}),
      ...(options.handlerFactory && { handlerFactory: options.handlerFactory }),
    });
    this.#line = new RoomLine({
      url: roomUrl,
      meeting: this.#meeting,
      firstPass,
      onWelcome: (welcome) => this.#onWelcome(welcome, roomUrl),
      onClosed: (reason) => this.#onClosed(reason),
    });
  }

  /**
   * Takes a new seat; resolves when the meeting is known (`room`, `me`, all states).
   * @throws AppError `notFound`, `full`, `forbidden`, `invalid`; `unavailable` when the server cannot be reached for 30 s
   */
  static async enter(options: EnterOptions): Promise<Session> {
    const request = () => requestPass(options);
    const first = await request();
    let unused: string | undefined = first.ticket;
    const firstPass = async () => {
      // A try that failed may have used its ticket up.
      const ticket = unused ?? (await request()).ticket;
      unused = undefined;
      return { ticket };
    };
    return Session.#open(options, { roomUrl: new URL(first.roomUrl, options.base).href, firstPass });
  }

  /**
   * Takes the kept seat again after a reload; undefined when none is kept or the server no longer knows it (enter then).
   * @throws AppError `unavailable` when the server cannot be reached for 30 s; the seat is still kept
   */
  static async resume(options: ResumeOptions): Promise<Session | undefined> {
    const saved = options.seats.load(options.roomId);
    if (!saved) return undefined;
    const { seat, roomUrl } = saved;
    try {
      return await Session.#open(options, { roomUrl, firstPass: async () => ({ seat }) });
    } catch (error) {
      if (error instanceof AppError && error.code === 'unavailable') throw error;
      options.seats.clear(options.roomId);
      return undefined;
    }
  }

  static async #open(options: ResumeOptions, way: Way, home?: Session): Promise<Session> {
    const session = new Session(options, way, home);
    const timer = setTimeout(() => session.#line.close('unavailable'), welcomeTimeout);
    try {
      await session.#welcomed.promise;
      return session;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Asks the server; the same key over all retries makes it happen at most once.
   * @throws AppError with the server's code; `unavailable` after 30 s without an answer (it may have happened);
   *   `closed` when the session is over
   */
  send<C extends Contract, K extends CommandName<C>>(
    contract: C,
    command: K,
    input: InputOf<C, K>,
  ): Promise<OutputOf<C, K>> {
    return this.#line.send(contract, command, input);
  }

  /** Tells the server what may be lost, such as where one points; no retry, no answer, no error. */
  tell<C extends Contract, K extends CommandName<C>>(contract: C, command: K, input: InputOf<C, K>): void {
    this.#line.tell(contract, command, input);
  }

  /** Hears a volatile event; the answer stops it. */
  onVolatile<C extends Contract, K extends VolatileName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): () => void {
    return this.#meeting.onVolatile(contract, event, listener);
  }

  /** Hears any event, durable ones after they are in the state; the answer stops it. */
  onEvent<C extends Contract, K extends EventName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): () => void {
    return this.#meeting.onEvent(contract, event, listener);
  }

  /** Where this member's files go and come from, and what shows that they may: for requests beside the lines. */
  get pass(): { readonly base: string; readonly room: string; readonly seat: string } {
    return { base: this.#options.base, room: this.#options.roomId, seat: this.#seat };
  }

  /**
   * Takes a seat in another room of this meeting, under the same name; this session goes on. Leaving there is leaving
   * here too. `pass` is asked for again when a try fails before the seat is taken.
   * @throws AppError as `enter`
   */
  async visit(roomId: string, pass: () => Promise<RoomPass>): Promise<Session> {
    const first = await pass();
    let unused: string | undefined = first.ticket;
    const firstPass = async () => {
      const ticket = unused ?? (await pass()).ticket;
      unused = undefined;
      return { ticket };
    };
    const options = { ...this.#options, roomId, seats: memorySeats() };
    return Session.#open(options, { roomUrl: new URL(first.url, options.base).href, firstPass }, this);
  }

  /** False for a session without media, and while it rests. */
  get wantsMedia(): boolean {
    return this.#wantsMedia;
  }

  /** No media here for now: this person is in another room. The room line goes on. */
  rest(): void {
    this.#wantsMedia = false;
    this.media.rest();
  }

  /** Media here again after `rest`. */
  wake(): void {
    if (this.#wantsMedia || this.#options.media === false) return;
    this.#wantsMedia = true;
    // Else the room line's next welcome starts it.
    if (this.store.getState().line.state === 'open') this.media.start();
  }

  /** Leaves the meeting: gives the seat back and ends both lines; never fails. The tracks live on: stop them. */
  async leave(): Promise<void> {
    await Promise.all([this.depart(), this.#home?.leave()]);
  }

  /** As `leave`, but from a visit only this room is left. */
  async depart(): Promise<void> {
    this.media.close();
    await this.#line.leave();
    this.#options.seats.clear(this.#options.roomId);
  }

  /** While the room line is lost: tries again at once instead of when it is time. */
  retryNow(): void {
    this.#line.retryNow();
  }

  /** Says that the page goes away, by being closed or to load anew; the lines end with it. */
  part(): void {
    this.#line.part();
    this.#home?.part();
  }

  /** Ends both lines and keeps the seat for its grace period. */
  close(): void {
    this.#line.close('left');
  }

  #onWelcome({ seat, waiting = false, media: pass }: Welcome, roomUrl: string): void {
    const { roomId, seats } = this.#options;
    this.#seat = seat;
    seats.save(roomId, { seat, roomUrl });
    if (this.#wantsMedia && !waiting) this.media.start(pass);
    this.#welcomed.resolve();
  }

  #onClosed(reason: ClosedReason): void {
    // After `replaced` or `flooding` a reload may have the seat again, if the person wants that.
    if (reason === 'removed' || reason === 'ended') this.#options.seats.clear(this.#options.roomId);
    this.media.close();
    this.#welcomed.reject(errorOf(reason));
  }
}

/** Asks for a ticket as who this browser is, and remembers who that was. */
async function requestPass({ base, roomId, name, key, identity }: EnterOptions): Promise<TicketOutput> {
  const known = identity?.load();
  const pass = await requestTicket(base, roomId, {
    name,
    ...(key !== undefined && { key }),
    ...(known !== undefined && { identity: known }),
  });
  identity?.save(pass.identity);
  return pass;
}

/** What a line that closed before its welcome means to whoever wanted to enter. */
function errorOf(reason: ClosedReason): AppError {
  if (reason === 'outdated') return new AppError('conflict', 'This page is too old for the server: reload it.');
  const code = errorCodes.find((known) => known === reason) ?? 'closed';
  return new AppError(code, `The room line was refused: ${reason}.`);
}
