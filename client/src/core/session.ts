import './jitless.ts';
import type { CommandName, Contract, EventName, InputOf, OutputOf, PayloadOf } from '@plenum/shared/core/contract';
import { AppError, errorCodes } from '@plenum/shared/core/errors';
import type { Handshake, Welcome } from '@plenum/shared/core/wire';
import type { TicketInput, TicketOutput } from '@plenum/shared/api/room/contract';
import { media } from '@plenum/shared/features/media/contract';
import type { types } from 'mediasoup-client';
import type { MeetingExtras } from './extras.ts';
import { type Elsewhere, requestTicket, serverInfo } from './http.ts';
import type { IdentityStorage } from './identity.ts';
import { MediaLine } from './mediaLine.ts';
import { Meeting, type VolatileName } from './meeting.ts';
import { RoomLine } from './roomLine.ts';
import { memorySeats, type SeatStorage } from './seats.ts';
import type { ClosedReason, MeetingStore, Obstacle } from './store.ts';

/** How to return to a seat. `base` is the server's origin, e.g. `location.origin`. */
export interface ResumeOptions {
  readonly base: string;
  readonly roomId: string;
  readonly seats: SeatStorage;
  /** What the meeting must know of features. */
  readonly extras: MeetingExtras;
  /** False: no media line; `session.media` then refuses. */
  readonly media?: boolean;
  /** Replaces the browser's WebRTC, for bots. */
  readonly handlerFactory?: types.HandlerFactory;
}

/** How to enter for the first time: name, key of the room, identity. */
export interface EnterOptions extends ResumeOptions {
  readonly name: string;
  /** A host's, a moderator's or a member's key. */
  readonly key?: string | undefined;
  /** Undefined: a new identity. */
  readonly identity?: IdentityStorage;
  /** Asks for a ticket in another way than by the link of the room; the answer says for which room it is. */
  readonly request?: (input: TicketInput) => Promise<TicketOutput & { readonly room: string }>;
}

/** Permission to take a seat in another room of the meeting, and that room's address. */
export interface RoomPass {
  readonly ticket: string;
  readonly url: string;
}

/** Address and authorisation of file requests. */
export interface Pass {
  readonly base: string;
  readonly room: string;
  readonly seat: string;
  /** The address of a file that is not at the address of its endpoint: those of a recording. */
  readonly elsewhere?: Elsewhere;
}

interface Way {
  readonly roomUrl: string;
  readonly firstPass: () => Promise<Handshake>;
}

/** Time for the first welcome, in ms. */
const welcomeTimeout = 30_000;

/** One member's part in one meeting: the room line, the media line, and their data in `store`. */
export class Session {
  /** All data of the meeting; React reads it with `useStore(session.store, selector)`. */
  readonly store: MeetingStore;
  readonly media: MediaLine;
  readonly #options: ResumeOptions;
  #seat = '';
  /** The session of the meeting, when this room is a visit. */
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
      home: new URL(options.base || roomUrl).href,
      meeting: this.#meeting,
      firstPass,
      onWelcome: (welcome, url) => this.#onWelcome(welcome, url),
      onClosed: (reason) => this.#onClosed(reason),
      obstacle: () => obstacleOf(options.base),
    });
  }

  /**
   * Takes a new seat. Resolves when `room`, `me` and all states are known.
   * @throws AppError `notFound`, `full`, `forbidden`, `invalid`; `unavailable` when the server cannot be reached for 30 s
   */
  static async enter(options: EnterOptions): Promise<Session> {
    const request = () => requestPass(options);
    const first = await request();
    let unused: string | undefined = first.ticket;
    const firstPass = async () => {
      // A failed try may have used its ticket.
      const ticket = unused ?? (await request()).ticket;
      unused = undefined;
      return { ticket };
    };
    const way = { roomUrl: new URL(first.roomUrl, options.base).href, firstPass };
    return Session.#open({ ...options, roomId: first.room }, way);
  }

  /**
   * Returns to the kept seat after a reload. Undefined when no seat is kept or the server does not know it; then `enter`.
   * @throws AppError `unavailable` when the server cannot be reached for 30 s; the seat stays kept
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
    const timer = setTimeout(() => session.#line.giveUp(), welcomeTimeout);
    try {
      await session.#welcomed.promise;
      return session;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Sends a command. It keeps its key over all retries, so that the server executes it at most once.
   * @throws AppError with the server's code; `unavailable` after 30 s without an answer (it may have been executed);
   *   `closed` when the session is over
   */
  send<C extends Contract, K extends CommandName<C>>(
    contract: C,
    command: K,
    input: InputOf<C, K>,
  ): Promise<OutputOf<C, K>> {
    return this.#line.send(contract, command, input);
  }

  /** Sends a command that may be lost, such as a pointer's position: no retry, no answer, no error. */
  tell<C extends Contract, K extends CommandName<C>>(contract: C, command: K, input: InputOf<C, K>): void {
    this.#line.tell(contract, command, input);
  }

  /** Calls back for a volatile event; the returned function stops it. */
  onVolatile<C extends Contract, K extends VolatileName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): () => void {
    return this.#meeting.onVolatile(contract, event, listener);
  }

  /** Calls back for any event, for durable ones after the state has it; the returned function stops it. */
  onEvent<C extends Contract, K extends EventName<C>>(
    contract: C,
    event: K,
    listener: (payload: PayloadOf<C, K>) => void,
  ): () => void {
    return this.#meeting.onEvent(contract, event, listener);
  }

  /** Address and authorisation of this member's file requests, which use HTTP. */
  get pass(): Pass {
    return { base: this.#options.base, room: this.#options.roomId, seat: this.#seat };
  }

  /**
   * Takes a seat in another room of this meeting under the same name; this session goes on. Leaving there means leaving here
   * too. `pass` is called again when a try fails before the seat is taken.
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

  /** False for a session without media, and after `rest`. */
  get wantsMedia(): boolean {
    return this.#wantsMedia;
  }

  /** Ends media here, because this person is in another room. The room line goes on. */
  rest(): void {
    this.#wantsMedia = false;
    this.media.rest();
  }

  /** Starts media again after `rest`. */
  wake(): void {
    if (this.#wantsMedia || this.#options.media === false) return;
    this.#wantsMedia = true;
    // Otherwise the room line's next welcome starts it.
    if (this.store.getState().line.state === 'open') this.media.start();
  }

  /** Leaves the meeting: gives the seat back and ends both lines. Never rejects. Local tracks live on: stop them. */
  async leave(): Promise<void> {
    await Promise.all([this.depart(), this.#home?.leave()]);
  }

  /** As `leave`, but a visit leaves its own room only. */
  async depart(): Promise<void> {
    this.media.close();
    await this.#line.leave();
    this.#options.seats.clear(this.#options.roomId);
  }

  /** While the room line is lost: retries at once. */
  retryNow(): void {
    this.#line.retryNow();
  }

  /** The page closes or reloads: tells the server; the lines end with the page. */
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
    // After `replaced` or `flooding`, a reload may use the seat again if the person wants that.
    if (reason === 'removed' || reason === 'ended') this.#options.seats.clear(this.#options.roomId);
    this.media.close();
    this.#welcomed.reject(errorOf(reason));
  }
}

/** Asks for a ticket with this browser's identity, and keeps the identity of the answer. */
async function requestPass(options: EnterOptions): Promise<TicketOutput & { readonly room: string }> {
  const { base, roomId, name, key, identity, request } = options;
  const known = identity?.load();
  const input = { name, ...(key !== undefined && { key }), ...(known !== undefined && { identity: known }) };
  const pass = request ? await request(input) : { ...(await requestTicket(base, roomId, input)), room: roomId };
  identity?.save(pass.identity);
  return pass;
}

/** Why no line opens; undefined when the server does not answer over HTTP either. */
async function obstacleOf(base: string): Promise<Obstacle | undefined> {
  try {
    return (await serverInfo(base)).mayOpenLine ? 'blocked' : 'crowded';
  } catch {
    return undefined;
  }
}

/** The error of `enter` when a line closed before its welcome. */
function errorOf(reason: ClosedReason): AppError {
  if (reason === 'outdated') return new AppError('conflict', 'This page is too old for the server: reload it.');
  if (reason === 'blocked' || reason === 'crowded') {
    return new AppError('unavailable', 'The server answers, but no line opens.', reason);
  }
  const code = errorCodes.find((known) => known === reason) ?? 'closed';
  return new AppError(code, `The room line was refused: ${reason}.`);
}
