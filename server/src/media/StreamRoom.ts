import { randomUUID } from 'node:crypto';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import { limits } from '@plenum/shared/core/limits';
import type { Source } from '@plenum/shared/features/media/contract';
import type { After } from './after.ts';
import type { Ears, MediaFact, MediaLine, MediaPeer, MediaRights, MediaRoom, StopReason, Tap } from './MediaEngine.ts';
import { Megaphone } from './Megaphone.ts';
import { createPeer } from './peer.ts';
import type { Turns } from './overload/Turns.ts';
import { type Listener, Relay } from './Relay.ts';
import type { Router, RouterEvents, RouterSource } from './router.ts';
import { MediaSeat } from './MediaSeat.ts';
import { TransportSession } from './TransportSession.ts';
import { AudioSlots, type Level } from './slots/AudioSlots.ts';
import { StreamLedger } from './StreamLedger.ts';
import { Talking } from './Talking.ts';
import { Tapping } from './Tapping.ts';
import type { LiveStream } from './Uplinks.ts';
import { Voices } from './Voices.ts';

/** How long a stream may be without a carrier before it ends, in ms. A browser can publish it again until then. */
export const republishMs = 10_000;

/** The router of this room. `moving`: the room looks for a router. */
type Home =
  | { readonly kind: 'none' }
  | { readonly kind: 'moving'; readonly router: Promise<Router> }
  | { readonly kind: 'here'; readonly router: Router }
  | { readonly kind: 'closed' };

/** What a room needs of its engine. */
export interface StreamRoomOptions {
  readonly routers: RouterSource;
  readonly after: After;
  /** Milliseconds of a monotonic clock, for the arrival of packets. */
  readonly now: () => number;
  /** Number of audio slots; 0: every microphone goes to every member. */
  readonly slots: number;
  readonly resumeMs: number;
  /** For calls to workers that concern many members at once; all rooms of an engine share them. */
  readonly turns: Turns;
  readonly onFact: (fact: MediaFact) => void;
  readonly onClosed: () => void;
}

/** The media of one room, whichever router carries it. Real and fake engine share these rules. */
export class StreamRoom implements MediaRoom {
  readonly #options: StreamRoomOptions;
  readonly #ledger: StreamLedger;
  readonly #talking: Talking;
  readonly #seats = new Map<MemberId, MediaSeat>();
  readonly #relay: Relay;
  readonly #megaphone: Megaphone;
  readonly #voices: Voices;
  readonly #tapping: Tapping;
  #onFact: (fact: MediaFact) => void;
  #home: Home = { kind: 'none' };

  private constructor(options: StreamRoomOptions) {
    this.#options = options;
    this.#onFact = options.onFact;
    const tell = (fact: MediaFact): void => {
      if (this.#home.kind !== 'closed') this.#onFact(fact);
    };
    this.#ledger = new StreamLedger(options.after, tell);
    this.#talking = new Talking(options.after, (members) => tell({ type: 'speaking', members }));
    this.#relay = new Relay({
      after: options.after,
      listeners: () => this.#listeners(),
      find: (member) => this.#listenerOf(member),
      turns: options.turns,
    });
    const router = () => (this.#home.kind === 'here' && options.slots > 0 ? this.#home.router : undefined);
    this.#megaphone = new Megaphone(router);
    this.#tapping = new Tapping({
      router: () => (this.#home.kind === 'here' ? this.#home.router : undefined),
      watch: (stream, before, now) => this.#relay.watch(stream, before, now),
    });
    this.#voices = new Voices({
      createProducer: () => router()?.createSlot() ?? Promise.reject(new AppError('unavailable', 'No router.')),
      begin: (stream) => this.#relay.add(stream, false),
      end: (stream) => void this.#relay.remove(stream),
      now: options.now,
    });
  }

  /** @throws AppError `unavailable` when no worker takes the room */
  static async create(options: StreamRoomOptions): Promise<StreamRoom> {
    const room = new StreamRoom(options);
    await room.#requireRouter();
    return room;
  }

  /** Number of members with a line, or with a session that waits for one. */
  get size(): number {
    return this.#seats.size;
  }

  /** Replaces the receiver of the room's facts. */
  listen(onFact: (fact: MediaFact) => void): void {
    this.#onFact = onFact;
  }

  attach(member: MemberId, line: MediaLine): MediaPeer {
    if (this.#home.kind === 'closed') throw new AppError('closed', 'This room is closed.');
    if (!this.#seats.has(member) && this.#seats.size >= limits.membersPerRoom) {
      throw new AppError('full', 'This room is full.');
    }
    const seat = this.#seats.get(member) ?? this.#createSeat(member);
    seat.attach(line);
    return createPeer(seat, line, { member, relay: this.#relay, ledger: this.#ledger });
  }

  release(member: MemberId, line: MediaLine): void {
    const seat = this.#seats.get(member);
    seat?.release(line);
    if (seat?.empty) this.#seats.delete(member);
  }

  detach(member: MemberId): void {
    this.#seats.get(member)?.close();
    this.#seats.delete(member);
    this.#relay.forget(member);
    this.#endStreams(member);
  }

  silence(member: MemberId): void {
    const uplinks = this.#seats.get(member)?.session?.uplinks;
    // `mute` rejects when the microphone ends meanwhile; then it is silent too.
    if (uplinks?.has('mic')) uplinks.mute('mic', true).catch(() => undefined);
    this.#ledger.mute(member, 'mic', true);
  }

  allow(member: MemberId, rights: MediaRights): void {
    this.#relay.allow(member, rights);
    for (const source of this.#sentBy(member)) {
      if (!rights.send.includes(source)) this.stop(member, source, 'forbidden');
    }
  }

  stop(member: MemberId, source: Source, reason: StopReason): void {
    if (!this.#sentBy(member).has(source)) return;
    const seat = this.#seats.get(member);
    seat?.session?.uplinks.stop(source);
    this.#ledger.end(member, source);
    seat?.tellStopped(source, reason);
  }

  prefer(members: readonly MemberId[]): void {
    this.#relay.prefer(members);
  }

  get ears(): Ears {
    return this.#voices;
  }

  speakTo(member: MemberId, rooms: readonly Ears[]): void {
    this.#megaphone.speakTo(member, rooms);
  }

  tap(tap: Tap | undefined): void {
    this.#tapping.set(tap);
  }

  reviewTap(): void {
    this.#tapping.review();
  }

  close(): void {
    if (this.#home.kind === 'closed') return;
    this.#megaphone.lost();
    this.#tapping.set(undefined);
    const home = this.#home;
    this.#home = { kind: 'closed' };
    this.#relay.end();
    for (const seat of this.#seats.values()) seat.close();
    this.#seats.clear();
    this.#ledger.close();
    this.#talking.clear();
    if (home.kind === 'here') home.router.close();
    this.#options.onClosed();
  }

  #createSeat(member: MemberId): MediaSeat {
    const seat = new MediaSeat({
      after: this.#options.after,
      resumeMs: this.#options.resumeMs,
      events: {
        createSession: () => this.#createSession(member),
        onReplaced: () => this.#loseStreams(member),
        onExpired: () => {
          this.#endStreams(member);
          if (seat.empty) this.#seats.delete(member);
        },
      },
    });
    this.#seats.set(member, seat);
    return seat;
  }

  async #createSession(member: MemberId): Promise<TransportSession> {
    // A worker may die while it makes the transports. This tries the next router once; after that the browser tries again.
    for (let tries = 2; ; tries -= 1) {
      const router = await this.#requireRouter();
      const made: { session?: TransportSession } = {};
      const expects = this.#relay.streamsFor(member).length;
      const onLost = (): void => this.#loseSession(member, made.session);
      const pair = await router.createTransportPair({ member, expects, onLost }).catch((error: unknown) => {
        if (tries <= 1 || this.#isAt(router)) throw error;
      });
      if (pair && this.#isAt(router)) {
        const routerRtpCapabilities = router.rtpCapabilities;
        const [events, audience] = [this.#eventsOf(member), this.#relay.audienceOf(member)];
        made.session = new TransportSession({
          id: randomUUID(),
          member,
          pair,
          routerRtpCapabilities,
          events,
          audience,
        });
        return made.session;
      }
      pair?.close();
      if (tries <= 1) throw new AppError('unavailable', 'The media worker was lost twice; try again.');
    }
  }

  #eventsOf(member: MemberId) {
    return {
      onStarted: (stream: LiveStream, muted: boolean) => {
        this.#ledger.publish(member, stream.source, muted);
        this.#relay.add(stream, muted);
        this.#megaphone.started(stream, muted);
        this.#tapping.started(stream);
      },
      onMuted: (stream: LiveStream, muted: boolean) => {
        this.#ledger.mute(member, stream.source, muted);
        this.#relay.mute(stream, muted);
        this.#megaphone.muted(stream, muted);
        if (muted && stream.source === 'mic') this.#talking.drop(member);
      },
      onStopped: (stream: LiveStream) => {
        this.#megaphone.stopped(stream);
        this.#tapping.stopped(stream);
        if (!this.#relay.remove(stream)) return;
        if (stream.source === 'mic') this.#talking.drop(member);
      },
      onFailed: (source: Source) => this.#ledger.end(member, source),
    };
  }

  #sentBy(member: MemberId): Set<Source> {
    const uplinks = this.#seats.get(member)?.session?.uplinks;
    return new Set([...this.#ledger.sourcesOf(member), ...(uplinks?.sources() ?? [])]);
  }

  #listenerOf(member: MemberId): Listener | undefined {
    const seat = this.#seats.get(member);
    return seat?.session && { member, session: seat.session, line: seat.line };
  }

  #listeners(): Listener[] {
    return [...this.#seats.keys()].flatMap((member) => this.#listenerOf(member) ?? []);
  }

  /** The member's streams are without a carrier; each ends unless it is published again in time. */
  #loseStreams(member: MemberId): void {
    for (const source of this.#ledger.sourcesOf(member)) this.#ledger.lose(member, source, republishMs);
  }

  /** One of several workers is gone: only its members open again. */
  #loseSession(member: MemberId, session: TransportSession | undefined): void {
    const seat = this.#seats.get(member);
    if (!seat || !session || seat.session !== session) return;
    this.#loseStreams(member);
    seat.reset();
    if (seat.empty) this.#seats.delete(member);
  }

  #endStreams(member: MemberId): void {
    for (const source of this.#ledger.sourcesOf(member)) this.#ledger.end(member, source);
  }

  #isAt(router: Router): boolean {
    return this.#home.kind === 'here' && this.#home.router === router;
  }

  /** The room's router; looks for one if there is none. @throws AppError `unavailable`, `closed` */
  #requireRouter(): Promise<Router> {
    switch (this.#home.kind) {
      case 'here':
        return Promise.resolve(this.#home.router);
      case 'moving':
        return this.#home.router;
      case 'closed':
        return Promise.reject(new AppError('closed', 'This room is closed.'));
      case 'none': {
        const router = this.#findRouter();
        this.#home = { kind: 'moving', router };
        return router;
      }
      default:
        return assertNever(this.#home);
    }
  }

  async #findRouter(): Promise<Router> {
    const made: { lost: boolean; router?: Router } = { lost: false };
    const isHere = (): boolean => made.router !== undefined && this.#isAt(made.router);
    try {
      const router = await this.#options.routers(
        this.#routerEvents(isHere, () => {
          made.lost = true;
        }),
      );
      const slots = await this.#createSlots(router, isHere).catch((error: unknown) => {
        router.close();
        throw error;
      });
      if (this.#home.kind === 'closed' || made.lost) {
        router.close();
        throw new AppError('unavailable', 'The media worker was lost; try again.');
      }
      made.router = router;
      this.#home = { kind: 'here', router };
      this.#relay.begin(slots);
      return router;
    } catch (error) {
      if (this.#home.kind === 'moving') this.#home = { kind: 'none' };
      throw error;
    }
  }

  #routerEvents(isHere: () => boolean, onLost: () => void): RouterEvents {
    const events: RouterEvents = {
      onLost: () => {
        onLost();
        if (isHere()) this.#onLost();
      },
      onShed: () => void (isHere() && this.#relay.shed()),
    };
    if (this.#options.slots > 0) return events;
    return { ...events, onLevels: (levels) => void (isHere() && this.#hear(levels)) };
  }

  async #createSlots(router: Router, isHere: () => boolean): Promise<AudioSlots | undefined> {
    const { slots: count, now } = this.#options;
    if (count === 0) return undefined;
    const events = {
      onHolders: () => void (isHere() && this.#relay.onHolders()),
      onLevels: (levels: readonly Level[]) => void (isHere() && this.#hear(levels)),
    };
    return AudioSlots.create({ router, count, now, events });
  }

  #hear(levels: readonly Level[]): void {
    // A level can arrive after its microphone was muted.
    this.#talking.hear(levels.filter(({ member }) => this.#ledger.isHeard(member, 'mic')));
  }

  /** The router is lost: all streams wait to be published again, and every open line is asked to open again. */
  #onLost(): void {
    this.#home = { kind: 'none' };
    this.#talking.clear();
    this.#megaphone.lost();
    this.#voices.lost();
    this.#tapping.lost();
    this.#relay.end();
    for (const member of this.#seats.keys()) this.#loseStreams(member);
    for (const [member, seat] of this.#seats) {
      seat.reset();
      if (seat.empty) this.#seats.delete(member);
    }
    // Looks for a router now, so that it is ready when the browsers open again. Without one, each `open` looks again.
    this.#requireRouter().catch(() => {});
  }
}
