import { AppError } from '@plenum/shared/core/errors';
import { type Layer, largestLayer, type Source, sources } from '@plenum/shared/features/media/contract';
import type { types } from 'mediasoup-client';
import { aside } from '@plenum/shared/core/aside';
import { asAppError } from './failure.ts';
import type { MediaRequest } from './mediaSocket.ts';
import type { MediaSession } from './mediaSession.ts';
import type { LocalStream } from './store.ts';

/** Why a stream ended by itself. `track`: its track ended. `forbidden`: the right is gone. `ended`: another member ended it. */
export type EndedWhy = 'track' | 'forbidden' | 'ended';

/** A stream that the person wants to send. */
interface Wish {
  track: MediaStreamTrack;
  muted: boolean;
  readonly waiting: PromiseWithResolvers<void>[];
}

/** A stream that the server has. `muted`: the state it was told last; `layer`: the largest encoded layer. */
interface Sent {
  readonly producer: types.Producer;
  muted: boolean;
  layer: Layer | null;
}

interface LocalStreamsOptions {
  readonly request: MediaRequest;
  readonly onChange: (local: Partial<Record<Source, LocalStream>>) => void;
  /** A stream ended without `unpublish` and is no longer sent. */
  readonly onEnded: (source: Source, why: EndedWhy) => void;
}

const retryAfter = 1_000;

/** The person's streams: keeps the server in step with what the person wants, through lost lines and workers. */
export class LocalStreams {
  readonly #options: LocalStreamsOptions;
  readonly #wishes = new Map<Source, Wish>();
  readonly #sent = new Map<Source, Sent>();
  /** The largest layer that anybody watches, where the server has said so. */
  readonly #wanted = new Map<Source, Layer | null>();
  /** Sources that the server may still have although they are not sent, because an answer was lost. */
  readonly #unsure = new Set<Source>();
  /** `again`: something changed during the running step. */
  readonly #busy = new Map<Source, 'running' | 'again'>();
  /** `cut`: streams of `session` may continue, but the line is lost. */
  #link:
    | { readonly state: 'cut'; readonly session?: MediaSession }
    | { readonly state: 'up'; readonly session: MediaSession } = {
    state: 'cut',
  };

  constructor(options: LocalStreamsOptions) {
    this.#options = options;
  }

  /** Sends this track; resolves when it is sent. Without `muted`, a source that is already sent keeps its mute state. */
  publish(source: Source, track: MediaStreamTrack, muted?: boolean): Promise<void> {
    if (track.readyState === 'ended') return Promise.reject(new AppError('unavailable', 'This track has ended.'));
    const before = this.#wishes.get(source);
    const done = Promise.withResolvers<void>();
    const wish = { track, muted: muted ?? before?.muted ?? false, waiting: [...(before?.waiting ?? []), done] };
    before?.track.removeEventListener('ended', this.#onEnded);
    // Adding the same listener twice adds it once.
    track.addEventListener('ended', this.#onEnded);
    this.#wishes.set(source, wish);
    this.#silence(source, wish);
    this.#changed();
    aside(this.#sync(source));
    return done.promise;
  }

  /** Stops sending this source; the track lives on. */
  unpublish(source: Source, error: AppError = new AppError('closed', 'This source is no longer sent.')): void {
    const wish = this.#wishes.get(source);
    if (!wish) return;
    this.#wishes.delete(source);
    wish.track.removeEventListener('ended', this.#onEnded);
    // The producer closes now, even without a line on which to tell the server.
    this.#sent.get(source)?.producer.close();
    for (const waiting of wish.waiting) waiting.reject(error);
    this.#changed();
    aside(this.#sync(source));
  }

  mute(source: Source, muted: boolean): void {
    const wish = this.#wishes.get(source);
    if (!wish) return;
    wish.muted = muted;
    this.#silence(source, wish);
    this.#changed();
    aside(this.#sync(source));
  }

  /** The server ended the stream. */
  stopped(source: Source, reason: 'forbidden' | 'ended'): void {
    if (!this.#wishes.has(source)) return;
    const code = reason === 'forbidden' ? 'forbidden' : 'closed';
    this.unpublish(source, new AppError(code, 'The server ended this stream.'));
    this.#options.onEnded(source, reason);
  }

  /** The largest layer that anybody watches; larger layers need not be encoded. */
  want(source: Source, layer: Layer | null): void {
    this.#wanted.set(source, layer);
    aside(this.#sync(source));
  }

  has(source: Source): boolean {
    return this.#wishes.has(source);
  }

  /** The line is open on this session: sends the server everything that it does not know yet. */
  resume(session: MediaSession): void {
    if (this.#link.session !== session) {
      this.#sent.clear();
      this.#unsure.clear();
    }
    this.#link = { state: 'up', session };
    for (const source of sources) aside(this.#sync(source));
  }

  /** The line is lost, or its session is being replaced. */
  suspend(): void {
    this.#link = { ...this.#link, state: 'cut' };
    this.#changed();
  }

  /** Ends all streams. */
  close(error: AppError): void {
    this.#link = { state: 'cut' };
    for (const source of sources) this.unpublish(source, error);
    this.#sent.clear();
  }

  readonly #onEnded = (): void => {
    for (const [source, { track }] of this.#wishes) {
      if (track.readyState !== 'ended') continue;
      this.unpublish(source);
      this.#options.onEnded(source, 'track');
    }
  };

  /** Silences the track before the server is told: a muted member must be silent even when the server does not answer. */
  #silence(source: Source, { track, muted }: Wish): void {
    track.enabled = !muted;
    const producer = this.#sent.get(source)?.producer;
    if (!producer || producer.closed) return;
    if (muted) producer.pause();
    else producer.resume();
  }

  /** Runs one step after another until the server has what the person wants. */
  async #sync(source: Source): Promise<void> {
    if (this.#busy.has(source)) return void this.#busy.set(source, 'again');
    do {
      this.#busy.set(source, 'running');
      await this.#approach(source);
    } while (this.#busy.get(source) === 'again');
    this.#busy.delete(source);
  }

  async #approach(source: Source): Promise<void> {
    const link = this.#link;
    try {
      while (link.state === 'up' && this.#link === link && (await this.#step(source, link.session)));
    } catch (error) {
      // A failure because the line or the session is gone says nothing about the stream.
      if (this.#link === link && link.session?.closed === false) this.#failed(source, error);
    }
  }

  /** Brings the server one step closer to the wish. False when nothing is left to do. */
  async #step(source: Source, session: MediaSession): Promise<boolean> {
    const wish = this.#wishes.get(source);
    const sent = this.#sent.get(source);
    if (this.#unsure.has(source) || (sent && !wish) || sent?.producer.closed) await this.#stop(source, sent);
    else if (!wish) return false;
    else if (!sent) await this.#start(source, wish, session);
    else if (sent.producer.track !== wish.track) await sent.producer.replaceTrack({ track: wish.track });
    else if (sent.muted !== wish.muted) await this.#tellMute(source, sent, wish.muted);
    else if (sent.layer !== this.#layerOf(source)) await encode(sent, this.#layerOf(source));
    else {
      for (const waiting of wish.waiting.splice(0)) waiting.resolve();
      return false;
    }
    return true;
  }

  async #stop(source: Source, sent: Sent | undefined): Promise<void> {
    sent?.producer.close();
    this.#sent.delete(source);
    this.#unsure.add(source);
    await this.#options.request('unpublish', { source }).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'notFound') throw error;
    });
    this.#unsure.delete(source);
  }

  async #start(source: Source, wish: Wish, session: MediaSession): Promise<void> {
    const { track, muted } = wish;
    this.#wanted.delete(source);
    try {
      const producer = await session.produce(source, track, muted);
      if (session.closed) return;
      this.#sent.set(source, { producer, muted, layer: largestLayer });
    } catch (error) {
      if (error instanceof AppError && error.code === 'unavailable') this.#unsure.add(source);
      throw error;
    }
    const now = this.#wishes.get(source);
    if (now) this.#silence(source, now);
    this.#changed();
  }

  #layerOf(source: Source): Layer | null {
    return this.#wanted.get(source) ?? (this.#wanted.has(source) ? null : largestLayer);
  }

  async #tellMute(source: Source, sent: Sent, muted: boolean): Promise<void> {
    await this.#options.request('mute', { source, muted });
    sent.muted = muted;
  }

  /** `unavailable` may pass later; any other error is final for this source. */
  #failed(source: Source, error: unknown): void {
    if (error instanceof AppError && (error.code === 'unavailable' || error.code === 'limited')) {
      setTimeout(() => void this.#sync(source), retryAfter);
      return;
    }
    this.unpublish(source, asAppError(error));
  }

  #changed(): void {
    const entries = [...this.#wishes].map(([source, { track, muted }]) => {
      const isLive = this.#sent.get(source)?.producer.closed === false;
      return [source, { track, muted, state: isLive ? 'live' : 'waiting' }] as const;
    });
    this.#options.onChange(Object.fromEntries(entries));
  }
}

/** Encodes the layers up to this one; null: none. A browser that cannot do so encodes as before. */
async function encode(sent: Sent, layer: Layer | null): Promise<void> {
  const { producer } = sent;
  sent.layer = layer;
  if (producer.kind !== 'video') return;
  const { rtpSender } = producer;
  // Bots' handlers have no RTCRtpSender and select layers themselves.
  if (!rtpSender) return producer.setMaxSpatialLayer(layer ?? -1);
  const parameters = rtpSender.getParameters();
  for (const [index, encoding] of parameters.encodings.entries()) encoding.active = layer !== null && index <= layer;
  await rtpSender.setParameters(parameters).catch(() => undefined);
}
