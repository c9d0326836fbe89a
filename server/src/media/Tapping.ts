import { isCamera, kindOfSource, type Layer, largestLayer } from '@plenum/shared/features/media/contract';
import { alone } from './alone.ts';
import type { Tap, TapSink } from './MediaEngine.ts';
import type { Recorded, Router } from './router.ts';
import type { LiveStream } from './Uplinks.ts';

/** The simulcast layer of a camera that is recorded: cameras are shown small, screens as sharp as they are sent. */
const cameraLayer: Layer = 1;

interface TappingOptions {
  readonly router: () => Router | undefined;
  /** The recorder watches another layer of a video now; null for none. */
  readonly watch: (stream: LiveStream, before: Layer | null, now: Layer | null) => void;
}

/** One stream on its way to the recorder. */
interface Way {
  readonly sink: TapSink;
  readonly layer: Layer | null;
  recorded: Recorded | undefined;
}

/** Brings the streams of one room to its recorder: each that the recorder wants, as soon as it flows on some router. */
export class Tapping {
  readonly #options: TappingOptions;
  readonly #live = new Set<LiveStream>();
  readonly #ways = new Map<LiveStream, Way>();
  #tap: Tap | undefined;

  constructor(options: TappingOptions) {
    this.#options = options;
  }

  /** Begins with the streams that flow now; undefined ends it. */
  set(tap: Tap | undefined): void {
    for (const stream of this.#ways.keys()) this.#end(stream);
    this.#tap = tap;
    this.review();
  }

  /** Asks the recorder again which streams it wants. An unwanted stream ends before this returns. */
  review(): void {
    for (const stream of this.#live) {
      const isWanted = this.#tap?.wants(stream.member, stream.source) ?? false;
      if (isWanted && !this.#ways.has(stream)) this.#begin(stream);
      else if (!isWanted) this.#end(stream);
    }
  }

  started(stream: LiveStream): void {
    // A voice from another room is recorded in its own.
    if (stream.visits) return;
    this.#live.add(stream);
    this.review();
  }

  stopped(stream: LiveStream): void {
    this.#live.delete(stream);
    this.#end(stream);
  }

  /** The router and everything on it are gone. */
  lost(): void {
    for (const stream of this.#live) this.stopped(stream);
  }

  #begin(stream: LiveStream): void {
    const router = this.#options.router();
    if (!this.#tap || !router) return;
    const { member, source } = stream;
    const layer = kindOfSource[source] === 'audio' ? null : isCamera(source) ? cameraLayer : largestLayer;
    const askForKey = (): void => this.#ways.get(stream)?.recorded?.askForKey();
    const way: Way = { sink: this.#tap.begin({ member, source, askForKey }), layer, recorded: undefined };
    this.#ways.set(stream, way);
    this.#options.watch(stream, null, layer);
    alone(this.#carry(router, stream, way));
  }

  async #carry(router: Router, stream: LiveStream, way: Way): Promise<void> {
    const isHere = (): boolean => this.#ways.get(stream) === way;
    const recorded = await router.record(stream.producer, {
      layer: way.layer,
      onPacket: (packet) => void (isHere() && way.sink.packet(packet)),
      onReport: (timestamp, ntp) => void (isHere() && way.sink.report(timestamp, ntp)),
    });
    if (isHere()) way.recorded = recorded;
    else recorded?.close();
  }

  #end(stream: LiveStream): void {
    const way = this.#ways.get(stream);
    if (!way) return;
    this.#ways.delete(stream);
    this.#options.watch(stream, way.layer, null);
    way.recorded?.close();
    way.sink.end();
  }
}
