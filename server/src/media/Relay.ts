import type { MemberId } from '@plenum/shared/core/ids';
import { isCamera, kindOfSource, type Layer } from '@plenum/shared/features/media/contract';
import type { After } from './after.ts';
import { Demand } from './Demand.ts';
import type { Audience, Downstream } from './Downlinks.ts';
import type { MediaLine, MediaRights } from './MediaEngine.ts';
import { Shedding } from './overload/Shedding.ts';
import type { Turns } from './overload/Turns.ts';
import type { TransportSession } from './TransportSession.ts';
import type { AudioSlots } from './slots/AudioSlots.ts';
import type { LiveStream } from './Uplinks.ts';

/** A member with a session. `line` receives the notices; undefined while the line is lost. */
export interface Listener {
  readonly member: MemberId;
  readonly session: TransportSession;
  readonly line: MediaLine | undefined;
}

interface RelayOptions {
  readonly after: After;
  readonly listeners: () => Iterable<Listener>;
  readonly find: (member: MemberId) => Listener | undefined;
  readonly turns: Turns;
}

/** Which member receives which stream: microphones through audio slots if there are any, cameras by right to see them. */
export class Relay {
  readonly #options: RelayOptions;
  /** Live streams; for a video also who watches which layer. */
  readonly #live = new Map<LiveStream, Demand | undefined>();
  readonly #shedding: Shedding;
  readonly #rights = new Map<MemberId, MediaRights>();
  #preferred: ReadonlySet<MemberId> = new Set();
  #slots: AudioSlots | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#shedding = new Shedding({
      after: options.after,
      viewers: options.listeners,
      isWatched: (stream) => this.#live.get(stream)?.watched === true,
      turns: options.turns,
    });
  }

  /** A router is ready. Without audio slots, every microphone goes to every member. */
  begin(slots: AudioSlots | undefined): void {
    this.#slots = slots;
    slots?.prefer(this.#preferred);
  }

  /** The router and everything on it are gone. */
  end(): void {
    this.#slots = undefined;
    this.#shedding.end();
    for (const demand of this.#live.values()) demand?.close();
    this.#live.clear();
  }

  add(stream: LiveStream, muted: boolean): void {
    const { member, source } = stream;
    const tell = (demand: Demand) => this.#options.find(member)?.line?.wanted(source, demand.told);
    const demand: Demand | undefined =
      kindOfSource[source] === 'video' ? new Demand(this.#options.after, () => demand && tell(demand)) : undefined;
    this.#live.set(stream, demand);
    if (demand) this.#shedding.add(stream);
    if (this.#goesThroughSlots(stream)) return this.#slots?.add(stream, muted);
    for (const listener of this.#options.listeners()) {
      if (this.#maySee(listener.member, stream)) listener.session.downlinks.add(stream);
    }
  }

  mute(stream: LiveStream, muted: boolean): void {
    if (this.#goesThroughSlots(stream)) this.#slots?.mute(stream, muted);
  }

  /** A recorder watches another layer of a video now. */
  watch(stream: LiveStream, before: Layer | null, now: Layer | null): void {
    this.#live.get(stream)?.change(before, now);
    this.#shedding.onViewers(stream);
  }

  /** False when the stream was not live. */
  remove(stream: LiveStream): boolean {
    this.#live.get(stream)?.close();
    this.#shedding.remove(stream);
    if (!this.#live.delete(stream)) return false;
    if (this.#goesThroughSlots(stream)) this.#slots?.remove(stream);
    else for (const { session } of this.#options.listeners()) session.downlinks.remove(stream);
    return true;
  }

  /** All streams that this member may receive. */
  streamsFor(member: MemberId): Downstream[] {
    const direct = [...this.#live.keys()].filter((stream) => this.#maySee(member, stream));
    return [...(this.#slots?.streams ?? []), ...direct.filter((stream) => !this.#goesThroughSlots(stream))];
  }

  /** Sends a new line the current state: who is in the audio slots, and which layers of the member's videos are watched. */
  greet(member: MemberId, line: MediaLine): void {
    if (this.#slots) line.slots(this.#slots.holders);
    this.#shedding.greet(member, line, this.#options.find(member)?.session.shedLevel ?? 0);
    for (const [stream, demand] of this.#live) {
      if (demand && stream.member === member) line.wanted(stream.source, demand.told);
    }
  }

  audienceOf(member: MemberId): Audience {
    return {
      plays: (stream) => !('slot' in stream) || this.#slots?.holders[stream.slot] !== member,
      onWanted: (stream, before, now) => {
        if ('slot' in stream || before === now) return;
        this.#live.get(stream)?.change(before, now);
        this.#shedding.onViewers(stream);
      },
      isHeld: (stream) => !('slot' in stream) && this.#shedding.isHeld(stream),
    };
  }

  /** The holder of an audio slot changed: pauses the holder's own consumer and tells every line the new holder. */
  onHolders(): void {
    const { streams = [], holders = [] } = this.#slots ?? {};
    for (const { session, line } of this.#options.listeners()) {
      for (const stream of streams) session.downlinks.review(stream);
      line?.slots(holders);
    }
  }

  /** A worker gives up more, or less. */
  shed(): void {
    this.#shedding.review();
    this.#slots?.review();
  }

  prefer(members: readonly MemberId[]): void {
    this.#preferred = new Set(members);
    this.#slots?.prefer(this.#preferred);
  }

  allow(member: MemberId, rights: MediaRights): void {
    const before = this.#rights.get(member);
    this.#rights.set(member, rights);
    if (before?.seesCameras !== rights.seesCameras) this.#reviewCameras((listener) => listener.member === member);
    if (before?.leads !== rights.leads) this.#reviewCameras((_, camera) => camera.member === member);
  }

  forget(member: MemberId): void {
    this.#rights.delete(member);
    this.#shedding.forget(member);
  }

  #reviewCameras(concerns: (listener: Listener, camera: LiveStream) => boolean): void {
    const cameras = [...this.#live.keys()].filter(({ source }) => isCamera(source));
    for (const listener of this.#options.listeners()) {
      const { downlinks } = listener.session;
      for (const camera of cameras) {
        if (!concerns(listener, camera)) continue;
        const may = this.#maySee(listener.member, camera);
        if (!may) downlinks.withdraw(camera);
        else if (!downlinks.has(camera)) downlinks.add(camera);
      }
    }
  }

  #maySee(viewer: MemberId, { member, source }: LiveStream): boolean {
    if (viewer === member) return false;
    if (!isCamera(source) || this.#rights.get(viewer)?.seesCameras !== false) return true;
    return this.#rights.get(member)?.leads === true;
  }

  #goesThroughSlots({ source, visits = false }: LiveStream): boolean {
    return source === 'mic' && !visits && this.#slots !== undefined;
  }
}
