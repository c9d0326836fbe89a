import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { After } from './after.ts';
import type { Source } from '@plenum/shared/features/media/contract';
import type { MediaLine, StopReason } from './MediaEngine.ts';
import type { TransportSession } from './TransportSession.ts';

type Opening = { readonly kind: 'opening'; readonly line: MediaLine };
type Bond =
  | { readonly kind: 'none' }
  | { readonly kind: 'attached'; readonly line: MediaLine }
  | Opening
  | { readonly kind: 'open'; readonly line: MediaLine; readonly session: TransportSession };

/** A session without a line, and the stopped streams that its member must hear of on return. */
interface Parked {
  readonly session: TransportSession;
  readonly cancel: () => void;
  readonly missed: Map<Source, StopReason>;
}

/** The calls of a seat to its room. */
export interface SeatEvents {
  createSession(): Promise<TransportSession>;
  /** A new session replaced the old one: the browser may publish the old streams again. */
  onReplaced(): void;
  /** The waiting session ended: its line did not return in time. */
  onExpired(): void;
}

/** One member's media in a room: the current line, its session, and a session that waits for its line to return. */
export class MediaSeat {
  readonly #after: After;
  readonly #resumeMs: number;
  readonly #events: SeatEvents;
  #bond: Bond = { kind: 'none' };
  #parked: Parked | undefined;

  constructor(of: { after: After; resumeMs: number; events: SeatEvents }) {
    this.#after = of.after;
    this.#resumeMs = of.resumeMs;
    this.#events = of.events;
  }

  get empty(): boolean {
    return this.#bond.kind === 'none' && !this.#parked;
  }

  /** The session in use, or the waiting one. */
  get session(): TransportSession | undefined {
    return this.#bond.kind === 'open' ? this.#bond.session : this.#parked?.session;
  }

  /** The line, when there is one. */
  get line(): MediaLine | undefined {
    return this.#bond.kind === 'none' ? undefined : this.#bond.line;
  }

  /** The server ended a stream of this member. The member hears of it now, or when the line returns. */
  tellStopped(source: Source, reason: StopReason): void {
    if (this.line) this.line.stopped(source, reason);
    else this.#parked?.missed.set(source, reason);
  }

  attach(line: MediaLine): void {
    this.#park();
    this.#bond = { kind: 'attached', line };
  }

  release(line: MediaLine): void {
    if (this.#bond.kind === 'none' || this.#bond.line !== line) return;
    this.#park();
    this.#bond = { kind: 'none' };
  }

  /** Resumes the waiting session with this id; otherwise ends that session and makes a new one. */
  async open(line: MediaLine, id: string | undefined): Promise<{ session: TransportSession; resumed: boolean }> {
    this.#mine(line);
    if (this.#bond.kind === 'opening') throw new AppError('conflict', 'This line is already being opened.');
    this.#park();
    const opening: Opening = { kind: 'opening', line };
    this.#bond = opening;
    const parked = this.#unpark();
    if (parked && parked.session.id === id) {
      this.#bond = { kind: 'open', line, session: parked.session };
      for (const [source, reason] of parked.missed) line.stopped(source, reason);
      return { session: parked.session, resumed: true };
    }
    if (parked) {
      parked.session.close();
      this.#events.onReplaced();
    }
    const session = await this.#create(opening);
    this.#bond = { kind: 'open', line, session };
    return { session, resumed: false };
  }

  /** The session that this line opened. @throws AppError `closed` for a replaced line, `conflict` before `open` */
  require(line: MediaLine): TransportSession {
    const bond = this.#mine(line);
    switch (bond.kind) {
      case 'open':
        return bond.session;
      case 'attached':
      case 'opening':
        throw new AppError('conflict', 'This line is not open yet.');
      default:
        return assertNever(bond);
    }
  }

  /** The worker is gone: ends both sessions and asks an open line to open again. */
  reset(): void {
    this.#unpark()?.session.close();
    if (this.#bond.kind !== 'open') return;
    const { line, session } = this.#bond;
    this.#bond = { kind: 'attached', line };
    session.close();
    line.reset();
  }

  close(): void {
    this.#unpark()?.session.close();
    if (this.#bond.kind === 'open') this.#bond.session.close();
    this.#bond = { kind: 'none' };
  }

  #mine(line: MediaLine): Exclude<Bond, { kind: 'none' }> {
    if (this.#bond.kind === 'none' || this.#bond.line !== line) {
      throw new AppError('closed', 'Another line of this member replaced this one.');
    }
    return this.#bond;
  }

  async #create(opening: Opening): Promise<TransportSession> {
    let session: TransportSession;
    try {
      session = await this.#events.createSession();
    } catch (error) {
      if (this.#bond === opening) this.#bond = { kind: 'attached', line: opening.line };
      throw error;
    }
    if (this.#bond === opening) return session;
    session.close();
    throw new AppError('closed', 'This line was lost while it was being opened.');
  }

  #park(): void {
    if (this.#bond.kind !== 'open') return;
    const { line, session } = this.#bond;
    this.#bond = { kind: 'attached', line };
    session.downlinks.stop();
    this.#parked = { session, cancel: this.#after(this.#resumeMs, () => this.#expire()), missed: new Map() };
  }

  #unpark(): Parked | undefined {
    const parked = this.#parked;
    this.#parked = undefined;
    parked?.cancel();
    return parked;
  }

  #expire(): void {
    this.#unpark()?.session.close();
    this.#events.onExpired();
  }
}
