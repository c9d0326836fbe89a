import { AppError } from '@plenum/shared/core/errors';
import { type Layer, largestLayer, type Source, sources } from '@plenum/shared/features/media/contract';
import type { types } from 'mediasoup-client';
import { aside } from '@plenum/shared/core/aside';
import { asAppError } from './failure.ts';
import type { MediaRequest } from './mediaSocket.ts';
import type { MediaSession } from './mediaSession.ts';
import type { LocalStream } from './store.ts';

/** Why a stream ended by itself: its track ended, its right was taken away, or somebody who may ended it for now. */
export type EndedWhy = 'track' | 'forbidden' | 'ended';

/** What the person wants to send. */
interface Wish {
  track: MediaStreamTrack;
  muted: boolean;
  readonly waiting: PromiseWithResolvers<void>[];
}

/** What the server has; `muted` is what it was told last, `layer` the largest that is encoded. */
interface Sent {
  readonly producer: types.Producer;
  muted: boolean;
  layer: Layer | null;
}

interface LocalStreamsOptions {
  readonly request: MediaRequest;
  readonly onChange: (local: Partial<Record<Source, LocalStream>>) => void;
  /** A stream ended without `unpublish`; it is not sent any more. */
  readonly onEnded: (source: Source, why: EndedWhy) => void;
}

const retryAfter = 1_000;

/** My streams: keeps what the server has equal to what the person wants, over every loss of line or engine. */
export class LocalStreams {
  readonly #options: LocalStreamsOptions;
  readonly #wishes = new Map<Source, Wish>();
  readonly #sent = new Map<Source, Sent>();
  /** The largest layer that anybody watches, where the server has said so. */
  readonly #wanted = new Map<Source, Layer | null>();
  /** Sources that the server may still have although we do not send them: a request was lost half-way. */
  readonly #unsure = new Set<Source>();
  /** `again`: something changed while a step was under way. */
  readonly #busy = new Map<Source, 'running' | 'again'>();
  /** `cut`: what was sent in `session` may go on there, but nobody can be asked now. */
  #link:
    | { readonly state: 'cut'; readonly session?: MediaSession }
    | { readonly state: 'up'; readonly session: MediaSession } = {
    state: 'cut',
  };

  constructor(options: LocalStreamsOptions) {
    this.#options = options;
  }

  /** Wants this track sent; resolves when it is. Without `muted`, a source already sent stays as it is. */
  publish(source: Source, track: MediaStreamTrack, muted?: boolean): Promise<void> {
    if (track.readyState === 'ended') return Promise.reject(new AppError('unavailable', 'This track has ended.'));
    const before = this.#wishes.get(source);
    const done = Promise.withResolvers<void>();
    const wish = { track, muted: muted ?? before?.muted ?? false, waiting: [...(before?.waiting ?? []), done] };
    before?.track.removeEventListener('ended', this.#onEnded);
    // Adding the same listener twice is adding it once.
    track.addEventListener('ended', this.#onEnded);
    this.#wishes.set(source, wish);
    this.#silence(source, wish);
    this.#changed();
    aside(this.#sync(source));
    return done.promise;
  }

  /** Wants this source not to be sent; the track lives on. */
  unpublish(source: Source, error: AppError = new AppError('closed', 'It is not sent any more.')): void {
    const wish = this.#wishes.get(source);
    if (!wish) return;
    this.#wishes.delete(source);
    wish.track.removeEventListener('ended', this.#onEnded);
    // At once, also while there is no line to tell it on.
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

  /** The server ended it. */
  stopped(source: Source, reason: 'forbidden' | 'ended'): void {
    if (!this.#wishes.has(source)) return;
    const code = reason === 'forbidden' ? 'forbidden' : 'closed';
    this.unpublish(source, new AppError(code, 'The server ended this stream.'));
    this.#options.onEnded(source, reason);
  }

  /** How much of a video anybody watches: the rest need not be encoded. */
  want(source: Source, layer: Layer | null): void {
    this.#wanted.set(source, layer);
    aside(this.#sync(source));
  }

  has(source: Source): boolean {
    return this.#wishes.has(source);
  }

  /** The line is open on this session: tells the server what it does not know yet. */
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

  /** Nothing is wanted any more. */
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

  /** Here first: whoever mutes must be silent even when the server does not answer. */
  #silence(source: Source, { track, muted }: Wish): void {
    track.enabled = !muted;
    const producer = this.#sent.get(source)?.producer;
    if (!producer || producer.closed) return;
    if (muted) producer.pause();
    else producer.resume();
  }

  /** One step after the other until the server has what is wanted. */
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
      // What failed because its line or session went away is not the fault of the stream.
      if (this.#link === link && link.session?.closed === false) this.#failed(source, error);
    }
  }

  /** Does the next thing that brings the server nearer to the wish; false when there is nothing left to do. */
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

  /** The server may be able later; anything else is final for this source. */
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

/** Encodes layers up to this one and no more; null: nothing. A browser that cannot goes on as before. */
async function encode(sent: Sent, layer: Layer | null): Promise<void> {
  const { producer } = sent;
  sent.layer = layer;
  if (producer.kind !== 'video') return;
  const { rtpSender } = producer;
  // Handlers without a sender of the browser's (bots) know how to do it by themselves.
  if (!rtpSender) return producer.setMaxSpatialLayer(layer ?? -1);
  const parameters = rtpSender.getParameters();
  for (const [index, encoding] of parameters.encodings.entries()) encoding.active = layer !== null && index <= layer;
  await rtpSender.setParameters(parameters).catch(() => undefined);
}
