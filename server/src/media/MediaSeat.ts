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

/** A session without a line, and what its member has to be told when it is back. */
interface Parked {
  readonly session: TransportSession;
  readonly cancel: () => void;
  readonly missed: Map<Source, StopReason>;
}

/** What a seat needs of its room. */
export interface SeatEvents {
  createSession(): Promise<TransportSession>;
  /** A session ended because another took its place: its streams may come back. */
  onReplaced(): void;
  /** Nobody came back for this session in time. */
  onExpired(): void;
}

/** One member's place in a room's media: the line of now, its session, and a session that waits for its line to return. */
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

  /** The session in use, or the one that waits. */
  get session(): TransportSession | undefined {
    return this.#bond.kind === 'open' ? this.#bond.session : this.#parked?.session;
  }

  /** The line, when there is one. */
  get line(): MediaLine | undefined {
    return this.#bond.kind === 'none' ? undefined : this.#bond.line;
  }

  /** The server ended a stream of this member, who hears of it now, or when the line is back. */
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

  /** Takes the waiting session of this id again, or ends it and makes another. */
  async open(line: MediaLine, id: string | undefined): Promise<{ session: TransportSession; resumed: boolean }> {
    this.#mine(line);
    if (this.#bond.kind === 'opening') throw new AppError('conflict', 'This line is being opened already.');
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

  /** The session that this line opened. @throws AppError `closed` when the line is not of now, `conflict` before `open` */
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

  /** The worker is gone: no session is left, and a line that had one hears that it must open again. */
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
      throw new AppError('closed', 'Another line has taken the place of this one.');
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
    throw new AppError('closed', 'This line was lost while it was opened.');
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
