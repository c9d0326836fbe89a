import type { MemberId } from '@plenum/shared/core/ids';
import type { Shown } from '@plenum/shared/features/media/contract';
import type { After } from '../after.ts';
import { alone } from '../alone.ts';
import type { MediaLine } from '../MediaEngine.ts';
import type { TransportSession } from '../TransportSession.ts';
import type { LiveStream } from '../Uplinks.ts';
import { type ShedLevel, shedsPictures, shownAt } from './shedLevels.ts';
import type { Turns } from './Turns.ts';

/** Time between two streams whose pictures come back, in ms: each begins with a key frame to every viewer. */
export const returnEveryMs = 300;
/** How long changes are gathered before people are told, in ms. */
export const tellAfterMs = 1_000;

/** A member with a session, as `Relay` knows them. */
interface Viewer {
  readonly member: MemberId;
  readonly session: TransportSession;
  readonly line: MediaLine | undefined;
}

interface Options {
  readonly after: After;
  readonly viewers: () => Iterable<Viewer>;
  /** True while anybody watches this stream, as far as the worker still sends it to them. */
  readonly isWatched: (stream: LiveStream) => boolean;
  /** Calls to workers for the same reason, of all rooms together. */
  readonly turns: Turns;
}

/** `held`: its packets are dropped where they come in. `freeing`: its consumers are told first, then it flows again. */
type Flow = 'free' | 'held' | 'freeing';

/**
 * Applies the shed levels of the workers to one room's pictures. A picture that no viewer keeps is held at its entry with
 * one call; the others are changed viewer by viewer. Less is applied at once, more comes back stream by stream.
 */
export class Shedding {
  readonly #options: Options;
  readonly #flows = new Map<LiveStream, Flow>();
  readonly #told = new Map<MemberId, Shown>();
  /** The highest level of the workers that carry this room's members. */
  #level: ShedLevel = 0;
  /** True while `review` counts the viewers again. */
  #counts = false;
  #eases = false;
  #life: 'still' | 'settling' = 'still';
  #unsettled = false;
  #hurry: () => void = () => {};
  #cancelTelling: (() => void) | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A picture begins. */
  add(stream: LiveStream): void {
    this.#flows.set(stream, 'free');
  }

  remove(stream: LiveStream): void {
    this.#flows.delete(stream);
  }

  forget(member: MemberId): void {
    this.#told.delete(member);
  }

  isHeld(stream: LiveStream): boolean {
    return this.#flows.get(stream) === 'held';
  }

  /** The shed level of a worker has changed. */
  review(): void {
    const before = this.#level;
    this.#level = 0;
    this.#counts = true;
    for (const { session } of this.#options.viewers()) {
      if (session.shedLevel > this.#level) this.#level = session.shedLevel;
      session.downlinks.recount();
    }
    this.#counts = false;
    for (const stream of this.#flows.keys()) this.#holdIfUnwatched(stream);
    this.#eases = this.#level < before;
    // What was about to come back may be given up again.
    if (!this.#eases) this.#hurry();
    alone(this.#settle());
    this.#cancelTelling ??= this.#options.after(tellAfterMs, () => this.#tellAll());
  }

  /** The viewers of this stream have changed. */
  onViewers(stream: LiveStream): void {
    if (this.#counts) return;
    this.#holdIfUnwatched(stream);
    if (this.isHeld(stream) && this.#isFree(stream)) alone(this.#free(stream));
  }

  /** Tells a line that has just opened, unless every picture is shown. */
  greet(member: MemberId, line: MediaLine, level: ShedLevel): void {
    this.#told.delete(member);
    this.#tell(member, line, level);
  }

  end(): void {
    this.#flows.clear();
    this.#told.clear();
    this.#level = 0;
    this.#cancelTelling?.();
    this.#cancelTelling = undefined;
    this.#hurry();
  }

  /** True when the stream may flow: somebody gets it, or whole pictures are not given up. */
  #isFree(stream: LiveStream): boolean {
    return this.#level < shedsPictures || this.#options.isWatched(stream);
  }

  #holdIfUnwatched(stream: LiveStream): void {
    const flow = this.#flows.get(stream);
    if (flow === undefined || flow === 'held' || this.#isFree(stream)) return;
    this.#flows.set(stream, 'held');
    // While `freeing` it is still held.
    if (flow === 'free') alone(stream.producer.hold(true));
  }

  async #free(stream: LiveStream): Promise<void> {
    this.#flows.set(stream, 'freeing');
    await this.#tellWorker(stream);
    if (this.#flows.get(stream) !== 'freeing') return;
    this.#flows.set(stream, 'free');
    await stream.producer.hold(false);
  }

  /** Stream by stream: at once while more is given up, with a pause after each where more comes back. */
  async #settle(): Promise<void> {
    this.#unsettled = true;
    if (this.#life === 'settling') return;
    this.#life = 'settling';
    while (this.#unsettled) {
      this.#unsettled = false;
      for (const stream of Array.from(this.#flows.keys())) {
        if ((await this.#settleOne(stream)) && this.#eases) await this.#pause();
        if (this.#unsettled) break;
      }
    }
    this.#life = 'still';
  }

  /** True when the worker was told something. */
  async #settleOne(stream: LiveStream): Promise<boolean> {
    const flow = this.#flows.get(stream);
    if (flow === 'free') return this.#tellWorker(stream);
    if (flow !== 'held' || !this.#isFree(stream)) return false;
    await this.#free(stream);
    return true;
  }

  /** Tells the worker how each viewer receives the stream; true when that was something new. */
  async #tellWorker(stream: LiveStream): Promise<boolean> {
    const viewers = Array.from(this.#options.viewers());
    const told = await Promise.all(
      viewers.map(({ session }) => this.#options.turns.run(() => session.downlinks.settle(stream))),
    );
    return told.some(Boolean);
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#options.after(returnEveryMs, resolve);
      this.#hurry = () => {
        cancel();
        resolve();
      };
    });
    this.#hurry = () => {};
  }

  #tellAll(): void {
    this.#cancelTelling = undefined;
    for (const { member, session, line } of this.#options.viewers()) {
      if (line) this.#tell(member, line, session.shedLevel);
    }
  }

  #tell(member: MemberId, line: MediaLine, level: ShedLevel): void {
    const shown = shownAt(level);
    if (shown === (this.#told.get(member) ?? 'all')) return;
    this.#told.set(member, shown);
    line.pictures(shown);
  }
}
