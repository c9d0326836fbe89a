import { randomUUID } from 'node:crypto';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import type { Source } from '@plenum/shared/features/media/contract';
import type { After } from './after.ts';
import type { MediaFact, MediaLine, MediaPeer, MediaRoom } from './MediaEngine.ts';
import { createPeer } from './peer.ts';
import type { Router, RouterSource } from './router.ts';
import { Seat } from './Seat.ts';
import { Session } from './Session.ts';
import { StreamLedger } from './StreamLedger.ts';
import { Talking } from './Talking.ts';
import type { LiveStream } from './Uplinks.ts';

/** How long a stream whose carrier is gone may take to be published again before it counts as ended. */
export const republishMs = 10_000;

type Place =
  | { readonly kind: 'none' }
  | { readonly kind: 'moving'; readonly router: Promise<Router> }
  | { readonly kind: 'here'; readonly router: Router }
  | { readonly kind: 'closed' };

interface Options {
  readonly routers: RouterSource;
  readonly after: After;
  readonly resumeMs: number;
  readonly onFact: (fact: MediaFact) => void;
  readonly onClosed: () => void;
}

/** The media of one room, on whatever router carries it now. The same rules for the real engine and the fake. */
export class StreamRoom implements MediaRoom {
  readonly #options: Options;
  readonly #ledger: StreamLedger;
  readonly #talking: Talking;
  readonly #seats = new Map<MemberId, Seat>();
  readonly #live = new Set<LiveStream>();
  #onFact: (fact: MediaFact) => void;
  #place: Place = { kind: 'none' };

  private constructor(options: Options) {
    this.#options = options;
    this.#onFact = options.onFact;
    const tell = (fact: MediaFact): void => {
      if (this.#place.kind !== 'closed') this.#onFact(fact);
    };
    this.#ledger = new StreamLedger(options.after, tell);
    this.#talking = new Talking(options.after, (members) => tell({ type: 'speaking', members }));
  }

  /** @throws AppError `unavailable` when no worker takes it */
  static async create(options: Options): Promise<StreamRoom> {
    const room = new StreamRoom(options);
    await room.#requireRouter();
    return room;
  }

  /** Members with a line, or with a session that waits for one. */
  get size(): number {
    return this.#seats.size;
  }

  /** From now on, facts go here. */
  listen(onFact: (fact: MediaFact) => void): void {
    this.#onFact = onFact;
  }

  attach(member: MemberId, line: MediaLine): MediaPeer {
    if (this.#place.kind === 'closed') throw new AppError('closed', 'This room is closed.');
    if (!this.#seats.has(member) && this.#seats.size >= limits.membersPerRoom) {
      throw new AppError('full', 'This room is full.');
    }
    const seat = this.#seats.get(member) ?? this.#createSeat(member);
    seat.attach(line);
    return createPeer(seat, line, { member, live: this.#live, ledger: this.#ledger });
  }

  release(member: MemberId, line: MediaLine): void {
    const seat = this.#seats.get(member);
    seat?.release(line);
    if (seat?.empty) this.#seats.delete(member);
  }

  detach(member: MemberId): void {
    this.#seats.get(member)?.close();
    this.#seats.delete(member);
    this.#endAll(member);
  }

  silence(member: MemberId): void {
    const uplinks = this.#seats.get(member)?.session?.uplinks;
    // A microphone that ends meanwhile is silent too.
    if (uplinks?.has('mic')) uplinks.mute('mic', true).catch(() => undefined);
    this.#ledger.mute(member, 'mic', true);
  }

  allow(member: MemberId, sources: readonly Source[]): void {
    const session = this.#seats.get(member)?.session;
    const sent = new Set([...this.#ledger.sourcesOf(member), ...(session?.uplinks.sources() ?? [])]);
    for (const source of sent) {
      if (sources.includes(source)) continue;
      session?.uplinks.stop(source);
      this.#ledger.end(member, source);
    }
  }

  close(): void {
    if (this.#place.kind === 'closed') return;
    const place = this.#place;
    this.#place = { kind: 'closed' };
    this.#live.clear();
    for (const seat of this.#seats.values()) seat.close();
    this.#seats.clear();
    this.#ledger.close();
    this.#talking.clear();
    if (place.kind === 'here') place.router.close();
    this.#options.onClosed();
  }

  #createSeat(member: MemberId): Seat {
    const seat = new Seat({
      after: this.#options.after,
      resumeMs: this.#options.resumeMs,
      events: {
        createSession: () => this.#createSession(member),
        onReplaced: () => this.#loseAll(member),
        onExpired: () => {
          this.#endAll(member);
          if (seat.empty) this.#seats.delete(member);
        },
      },
    });
    this.#seats.set(member, seat);
    return seat;
  }

  async #createSession(member: MemberId): Promise<Session> {
    // A worker may die while it makes the transports; the next router gets one more try, then the browser's next one.
    for (let tries = 2; ; tries -= 1) {
      const router = await this.#requireRouter();
      const pair = await router.createTransportPair().catch((error: unknown) => {
        if (tries <= 1 || this.#isAt(router)) throw error;
      });
      if (pair && this.#isAt(router)) {
        const routerRtpCapabilities = router.rtpCapabilities;
        return new Session({ id: randomUUID(), member, pair, routerRtpCapabilities, events: this.#eventsOf(member) });
      }
      pair?.close();
      if (tries <= 1) throw new AppError('unavailable', 'The media worker was lost twice; try again.');
    }
  }

  #eventsOf(member: MemberId) {
    return {
      onStarted: (stream: LiveStream, muted: boolean) => {
        this.#live.add(stream);
        this.#ledger.publish(member, stream.source, muted);
        for (const [other, seat] of this.#seats) if (other !== member) seat.session?.downlinks.add(stream);
      },
      onMuted: (stream: LiveStream, muted: boolean) => {
        this.#ledger.mute(member, stream.source, muted);
        if (muted && stream.source === 'mic') this.#talking.drop(member);
      },
      onStopped: (stream: LiveStream) => {
        if (!this.#live.delete(stream)) return;
        for (const [other, seat] of this.#seats) if (other !== member) seat.session?.downlinks.remove(stream);
        if (stream.source === 'mic') this.#talking.drop(member);
      },
      onFailed: (source: Source) => this.#ledger.end(member, source),
    };
  }

  #loseAll(member: MemberId): void {
    for (const source of this.#ledger.sourcesOf(member)) this.#ledger.lose(member, source, republishMs);
  }

  #endAll(member: MemberId): void {
    for (const source of this.#ledger.sourcesOf(member)) this.#ledger.end(member, source);
  }

  #isAt(router: Router): boolean {
    return this.#place.kind === 'here' && this.#place.router === router;
  }

  #requireRouter(): Promise<Router> {
    switch (this.#place.kind) {
      case 'here':
        return Promise.resolve(this.#place.router);
      case 'moving':
        return this.#place.router;
      case 'closed':
        return Promise.reject(new AppError('closed', 'This room is closed.'));
      case 'none': {
        const router = this.#move();
        this.#place = { kind: 'moving', router };
        return router;
      }
      default:
        return assertNever(this.#place);
    }
  }

  async #move(): Promise<Router> {
    const made: { lost: boolean; router?: Router } = { lost: false };
    const router = await this.#options
      .routers({
        onLost: () => {
          made.lost = true;
          if (made.router && this.#isAt(made.router)) this.#onLost();
        },
        onLevels: (levels) => {
          if (!made.router || !this.#isAt(made.router)) return;
          // A level may have been on its way when its microphone was muted.
          this.#talking.hear(levels.filter(({ member }) => this.#ledger.isHeard(member, 'mic')));
        },
      })
      .catch((error: unknown) => {
        if (this.#place.kind === 'moving') this.#place = { kind: 'none' };
        throw error;
      });
    if (this.#place.kind === 'closed' || made.lost) {
      if (this.#place.kind === 'moving') this.#place = { kind: 'none' };
      router.close();
      throw new AppError('unavailable', 'The media worker was lost; try again.');
    }
    made.router = router;
    this.#place = { kind: 'here', router };
    return router;
  }

  #onLost(): void {
    this.#place = { kind: 'none' };
    this.#talking.clear();
    this.#live.clear();
    for (const member of this.#seats.keys()) this.#loseAll(member);
    for (const [member, seat] of this.#seats) {
      seat.reset();
      if (seat.empty) this.#seats.delete(member);
    }
    // Found at once, so that it is there when they open again; if none is, each `open` looks for one.
    this.#requireRouter().catch(() => {});
  }
}
