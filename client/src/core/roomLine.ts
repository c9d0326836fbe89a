import './jitless.ts';
import type { CommandName, Contract, InputOf, OutputOf } from '@plenum/shared/core/contract';
import { AppError, type ErrorCode, errorCodes } from '@plenum/shared/core/errors';
import {
  eventsIn,
  Goodbye,
  type Handshake,
  lineEvents,
  Moved,
  paths,
  protocolVersion,
  Refresh,
  Welcome,
} from '@plenum/shared/core/wire';
import { io, type Socket } from 'socket.io-client';
import * as z from 'zod/mini';
import { aside } from '@plenum/shared/core/aside';
import type { Meeting } from './meeting.ts';
import { Outbox } from './outbox.ts';
import { Retry } from './retry.ts';
import type { ClosedReason, Obstacle, PendingSend } from './store.ts';

/** Time from connecting to the welcome, in ms. */
const welcomeTimeout = 15_000;
/** How long leaving waits for the server, in ms. */
const leaveTimeout = 2_000;
/** Failed tries in a row with an answer over HTTP, before a line counts as stopped: a server may be starting. */
const triesBeforeObstacle = 2;
/** The same before a line that was never open is given up. */
const triesBeforeEnd = 3;
/** Longest life of a seat, in ms. */
const seatLifetime = 24 * 3_600_000;
/** Refusals that a retry can mend; all others are final. */
const passing: readonly ErrorCode[] = ['unavailable', 'limited', 'internal'];
/** `at`: the room is on another node, at this address. */
const Refusal = z.object({ code: z.enum(errorCodes), at: z.optional(z.string()) });
/** Addresses that are followed at once without a welcome between; beyond that the line waits, as after a loss. */
const mostMoves = 3;

interface RoomLineOptions {
  /** Url from the ticket's answer; its path is not used. */
  readonly url: string;
  /** The server of the page: it knows where the room is when its node does not answer. */
  readonly home: string;
  readonly meeting: Meeting;
  /** The handshake until the first welcome brings a seat; called again for each try. */
  readonly firstPass: () => Promise<Handshake>;
  readonly onWelcome: (welcome: Welcome, url: string) => void;
  readonly onClosed: (reason: ClosedReason) => void;
  /** Asks over HTTP why no line opens; undefined when the server does not answer there either. Never rejects. */
  readonly obstacle?: () => Promise<Obstacle | undefined>;
  readonly random?: () => number;
}

type Link =
  | { readonly state: 'waiting' }
  | { readonly state: 'greeting'; readonly socket: Socket; readonly timer: ReturnType<typeof setTimeout> }
  /** `leaving`: the server was told, so any end of the line is the wanted one. */
  | { readonly state: 'open' | 'leaving'; readonly socket: Socket }
  | { readonly state: 'closed' };

/** The room line: owns the seat, and reconnects to it until it is closed for good. */
export class RoomLine {
  readonly #options: RoomLineOptions;
  readonly #outbox: Outbox;
  readonly #retry: Retry;
  #link: Link = { state: 'waiting' };
  #wasOpen = false;
  /** Where the room was last. */
  #url: string;
  /** The addresses followed since the last welcome. */
  #moves = 0;
  /** What stopped the last tries, and how many of them in a row. */
  #obstacle: { readonly kind: Obstacle; readonly tries: number } = { kind: 'blocked', tries: 0 };
  #seat: { readonly token: string; readonly until: number } | undefined;

  constructor(options: RoomLineOptions) {
    const { meeting, random = Math.random } = options;
    this.#options = options;
    this.#url = options.url;
    this.#outbox = new Outbox({
      transmit: (send) => this.#transmit(send),
      onChange: (outbox) => meeting.update({ outbox }),
    });
    this.#retry = new Retry({
      run: () => void this.#connect(),
      onWait: (attempt, retryAt) => {
        const obstacle = this.#obstacle.tries < triesBeforeObstacle ? {} : { obstacle: this.#obstacle.kind };
        meeting.update({ line: { state: 'lost', attempt, retryAt, ...obstacle } });
      },
      random,
    });
    aside(this.#connect());
  }

  /** Sends a command. @throws AppError `closed` when the line is over; else as Outbox.add */
  async send<C extends Contract, K extends CommandName<C>>(
    contract: C,
    command: K,
    input: InputOf<C, K>,
  ): Promise<OutputOf<C, K>> {
    const definition = contract.commands[command];
    if (!definition) throw new AppError('invalid', `${contract.name} has no command ${command}.`);
    if (this.#link.state === 'closed') throw new AppError('closed', 'This meeting is over.');
    const value = await this.#outbox.add(`${contract.name}:${command}`, input);
    const output = definition.output.safeParse(value);
    if (!output.success) throw new AppError('internal', 'The answer is not understood.');
    // The answer was parsed with the schema from which this type is inferred.
    return output.data as OutputOf<C, K>;
  }

  /** Sends a command that may be lost. It is dropped while the line is down or behind; it has no answer. */
  tell<C extends Contract, K extends CommandName<C>>(contract: C, command: K, input: InputOf<C, K>): void {
    if (this.#link.state !== 'open') return;
    // Such a command is not in the log, so any key will do.
    this.#link.socket.volatile.emit(`${contract.name}:${command}`, { key: 'told', input }, () => undefined);
  }

  /** Gives the seat back and ends the line. Never rejects. */
  async leave(): Promise<void> {
    if (this.#link.state === 'open') {
      this.#link = { state: 'leaving', socket: this.#link.socket };
      const { extras, state } = this.#options.meeting;
      const leaving = extras.leave((contract, command, input) => this.send(contract, command, input), state.place);
      const said = leaving.catch(() => undefined);
      const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
      const timer = setTimeout(giveUp, leaveTimeout);
      await Promise.race([said, late]);
      clearTimeout(timer);
    }
    this.close('left');
  }

  /** While the line is lost: retries at once. */
  retryNow(): void {
    this.#retry.now();
  }

  /** Ends a line that took too long to open. */
  giveUp(): void {
    this.close(this.#obstacle.tries > 0 ? this.#obstacle.kind : 'unavailable');
  }

  /** Tells the server that the page unloads. The server then keeps the seat for the time of a reload. */
  part(): void {
    if (this.#link.state === 'open') this.#link.socket.emit(lineEvents.parting);
  }

  /** Ends the line for good. Idempotent. */
  close(why: ClosedReason): void {
    if (this.#link.state === 'closed') return;
    const reason = this.#link.state === 'leaving' ? 'left' : why;
    this.#hangUp({ state: 'closed' });
    this.#retry.close();
    this.#outbox.close(new AppError('closed', `This meeting is over: ${reason}.`));
    this.#options.meeting.update({ line: { state: 'closed', reason }, speaking: [] });
    this.#options.onClosed(reason);
  }

  async #connect(): Promise<void> {
    if (this.#seat && Date.now() > this.#seat.until) return this.close('unavailable');
    try {
      const pass = await this.#pass();
      if (this.#link.state === 'waiting') this.#dial(pass);
    } catch (error) {
      this.#refused(error instanceof AppError ? error.code : 'internal');
    }
  }

  async #pass(): Promise<Handshake> {
    if (!this.#seat) return this.#options.firstPass();
    const { place, seq } = this.#options.meeting.state;
    // A member who waited outside has no state that a catch-up could continue.
    return { seat: this.#seat.token, ...(place === 'inside' && { seq }) };
  }

  /** Uses a new socket for each try: nothing that socket.io still holds for a lost one can come out later. */
  #dial(auth: Handshake): void {
    const { origin } = new URL(this.#url);
    const socket = io(origin, {
      path: paths.roomLine,
      // Browsers send their own. Node sends none, and the server requires one.
      extraHeaders: { origin },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: 10_000,
      auth,
    });
    const isCurrent = () => 'socket' in this.#link && this.#link.socket === socket;
    const lost = () => {
      if (isCurrent()) this.#lost();
    };
    const timer = setTimeout(lost, welcomeTimeout);
    this.#link = { state: 'greeting', socket, timer };
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      if (!isCurrent()) return;
      const refusal = Refusal.safeParse(error.data);
      if (refusal.success) return this.#refused(refusal.data.code, refusal.data.at);
      // Perhaps this node is gone: the next try asks the other address.
      this.#url = this.#url === this.#options.home ? this.#options.url : this.#options.home;
      this.#lost();
      aside(this.#findObstacle());
    });
    socket.on('disconnect', lost);
    socket.onAny((name: string, payload: unknown, meta: unknown) => {
      if (isCurrent()) this.#hear(name, payload, meta);
    });
  }

  #hear(name: string, payload: unknown, meta: unknown): void {
    if (name === lineEvents.goodbye) return this.close(Goodbye.safeParse(payload).data?.reason ?? 'outdated');
    if (name === lineEvents.moved) return this.#follow(Moved.safeParse(payload).data?.roomUrl);
    if (name === lineEvents.welcome) this.#welcomed(payload);
    else if (name === lineEvents.refresh) this.#refreshed(payload);
    else if (this.#link.state !== 'greeting') this.#options.meeting.hearAll(eventsIn(name, payload, meta));
  }

  #refreshed(raw: unknown): void {
    if (this.#link.state !== 'open') return;
    const refresh = Refresh.safeParse(raw);
    if (!refresh.success) return this.close('outdated');
    try {
      this.#options.meeting.refresh(refresh.data);
    } catch {
      this.close('outdated');
    }
  }

  #welcomed(raw: unknown): void {
    // A second welcome on an open line lets in a member who waited outside.
    if (this.#link.state !== 'greeting' && this.#link.state !== 'open') return;
    const welcome = Welcome.safeParse(raw);
    if (!welcome.success || welcome.data.version !== protocolVersion) return this.close('outdated');
    try {
      this.#options.meeting.welcome(welcome.data);
    } catch {
      return this.close('outdated');
    }
    if (this.#link.state === 'greeting') clearTimeout(this.#link.timer);
    this.#link = { state: 'open', socket: this.#link.socket };
    this.#seat = { token: welcome.data.seat, until: Date.now() + seatLifetime };
    this.#retry.reset();
    this.#moves = 0;
    this.#wasOpen = true;
    this.#obstacle = { kind: 'blocked', tries: 0 };
    this.#options.meeting.update({ line: { state: 'open' } });
    this.#outbox.resend();
    this.#options.onWelcome(welcome.data, this.#url);
  }

  #refused(code: ErrorCode | undefined, at?: string): void {
    if (at !== undefined) this.#follow(at);
    else if (code === undefined || passing.includes(code)) this.#lost();
    else this.close(code);
  }

  /** The room is on another node: opens the line there, at once. Without an address, the server of the page knows it. */
  #follow(at: string | undefined): void {
    if (this.#link.state === 'closed') return;
    if (this.#link.state === 'leaving') return this.close('left');
    this.#url = at !== undefined && URL.canParse(at, this.#url) ? new URL(at, this.#url).href : this.#options.home;
    this.#moves += 1;
    if (this.#moves > mostMoves) return this.#lost();
    this.#hangUp({ state: 'waiting' });
    aside(this.#connect());
  }

  /** The line did not come as far as the server's answer: asks over HTTP whether the server is there at all (decision 0098). */
  async #findObstacle(): Promise<void> {
    const kind = await this.#options.obstacle?.();
    if (this.#link.state === 'open' || this.#link.state === 'closed') return;
    this.#obstacle = kind ? { kind, tries: this.#obstacle.tries + 1 } : { kind: 'blocked', tries: 0 };
    const { tries } = this.#obstacle;
    const { line } = this.#options.meeting.state;
    if (kind && tries >= triesBeforeEnd && !this.#wasOpen) return this.close(kind);
    if (line.state !== 'lost') return;
    const { obstacle: _old, ...lost } = line;
    this.#options.meeting.update({
      line: { ...lost, ...(kind && tries >= triesBeforeObstacle && { obstacle: kind }) },
    });
  }

  #lost(): void {
    if (this.#link.state === 'closed') return;
    if (this.#link.state === 'leaving') return this.close('left');
    this.#hangUp({ state: 'waiting' });
    this.#options.meeting.update({ speaking: [] });
    this.#retry.schedule();
  }

  #hangUp(next: Link): void {
    const link = this.#link;
    this.#link = next;
    if (link.state === 'greeting') clearTimeout(link.timer);
    if ('socket' in link) link.socket.disconnect();
  }

  #transmit({ key, name, input }: PendingSend): void {
    if (this.#link.state !== 'open' && this.#link.state !== 'leaving') return;
    this.#link.socket.emit(name, { key, input }, (reply: unknown) => this.#outbox.answered(key, reply));
  }
}
