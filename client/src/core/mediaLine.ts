import './jitless.ts';
import { AppError } from '@plenum/shared/core/errors';
import type { MediaPass } from '@plenum/shared/core/wire';
import type { Source, Watch } from '@plenum/shared/features/media/contract';
import { Device, type types } from 'mediasoup-client';
import { aside } from '@plenum/shared/core/aside';
import { asAppError } from './failure.ts';
import { type EndedWhy, LocalStreams } from './localStreams.ts';
import { MediaSession, type Opened } from './mediaSession.ts';
import { type MediaRequest, MediaSocket, type MediaSocketEvents } from './mediaSocket.ts';
import { type MediaStats, StatsMeter } from './mediaStats.ts';
import type { Meeting } from './meeting.ts';
import { RelayKeeper } from './relayKeeper.ts';
import { RemoteTracks } from './remoteTracks.ts';
import { Retry } from './retry.ts';
import { WatchQueue } from './watchQueue.ts';

type EndedListener = (source: Source, why: EndedWhy) => void;

interface MediaLineOptions {
  readonly meeting: Meeting;
  /** The server's origin; used when `url` has none. */
  readonly base: string;
  /** A new ticket from the room line; waits for that line. */
  readonly renew: () => Promise<MediaPass>;
  /** Replaces the browser's WebRTC, for tests. */
  readonly handlerFactory?: types.HandlerFactory;
}

type Line =
  | { readonly state: 'off' | 'closed' }
  | { readonly state: 'waiting' }
  | { readonly state: 'dialling'; readonly dial: AbortController }
  | { readonly state: 'opening' | 'open'; readonly socket: MediaSocket };

/** Most consumers that one `ready` message can name; with more of them, a new session is opened. */
const maxHave = 1_200;

/** The media line: sends the person's streams and receives the room's. The store has them in `tracks`, `local`, `mediaLine`. */
export class MediaLine {
  readonly #options: MediaLineOptions;
  readonly #retry: Retry;
  readonly #local: LocalStreams;
  readonly #watches: WatchQueue;
  readonly #tracks: RemoteTracks;
  readonly #relays: RelayKeeper;
  readonly #meter = new StatsMeter();
  readonly #endedListeners = new Set<EndedListener>();
  #line: Line = { state: 'off' };
  #device: Device | undefined;
  #session: MediaSession | undefined;

  constructor(options: MediaLineOptions) {
    const { meeting } = options;
    this.#options = options;
    this.#tracks = new RemoteTracks(meeting);
    this.#relays = new RelayKeeper(options);
    this.#retry = new Retry({
      // Without a room line there is no ticket; its next welcome calls `start`.
      run: () => void (meeting.state.line.state === 'open' && this.#dial()),
      onWait: (attempt, retryAt) => meeting.update({ mediaLine: { state: 'lost', attempt, retryAt } }),
    });
    this.#local = new LocalStreams({
      request: this.#request,
      onChange: (local) => meeting.update({ local }),
      onEnded: (source, why) => this.#endedListeners.forEach((listener) => listener(source, why)),
    });
    this.#watches = new WatchQueue((consumers) => this.#request('watch', { consumers }));
  }

  /**
   * Opens the line; an open line is opened anew, because the room line has just returned and this line may be dead without
   * knowing it. Streams continue over the same transports when the server still has them.
   */
  start(pass?: MediaPass): void {
    if (this.#line.state === 'closed') return;
    this.#hangUp();
    this.#retry.reset();
    aside(this.#dial(pass));
  }

  /**
   * Sends a track. Waits for the line when it is not open, and sends the track again after every loss.
   * The caller keeps the track and stops it in the end. Publishing a source again replaces its track.
   * @throws AppError `forbidden` without the right, `unavailable` when the browser cannot send it or there is no media
   *   line at all, `closed` when it was unpublished meanwhile
   */
  publish(source: Source, track: MediaStreamTrack, options: { readonly muted?: boolean } = {}): Promise<void> {
    const { mediaLine } = this.#options.meeting.state;
    if (this.#line.state === 'closed') return Promise.reject(new AppError('closed', 'This meeting is over.'));
    if (mediaLine.state === 'failed') return Promise.reject(new AppError(mediaLine.code, mediaLine.message));
    if (this.#line.state === 'off') return Promise.reject(new AppError('unavailable', 'This session has no media.'));
    return this.#local.publish(source, track, options.muted);
  }

  /** Stops sending; does nothing when the source is not sent. The track lives on. */
  unpublish(source: Source): void {
    this.#local.unpublish(source);
  }

  /** Mutes a source here at once, then tells the server, if need be after a reconnect. */
  mute(source: Source, muted: boolean): void {
    this.#local.mute(source, muted);
  }

  /** Replaces the device of a source without a new stream; the mute state stays. @throws AppError `notFound` when not sent */
  replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    if (!this.#local.has(source)) return Promise.reject(new AppError('notFound', 'This source is not sent.'));
    return this.#local.publish(source, track);
  }

  /** Tells the server which streams are watched, by `consumerId`. Sends only changes, every 60 ms at most. */
  watch(consumers: readonly Watch[]): void {
    this.#watches.set(consumers);
  }

  /**
   * Calls back when a stream ended without `unpublish`: its track ended (device unplugged, "stop sharing" in the browser),
   * or the server ended it. The source is unpublished already.
   */
  onEnded(listener: EndedListener): () => void {
    this.#endedListeners.add(listener);
    return () => void this.#endedListeners.delete(listener);
  }

  /** Round trip, loss and bitrates since the last call, for a connection indicator. */
  async stats(): Promise<MediaStats> {
    return this.#meter.measure(await this.reports());
  }

  /** The browser's reports on both transports, for tests and bots; empty before there are transports. */
  async reports(): Promise<{ readonly send?: RTCStatsReport; readonly recv?: RTCStatsReport }> {
    return (await this.#session?.reports().catch(() => undefined)) ?? {};
  }

  /** Ends both directions until `start`, because this person is in another room; local tracks live on. */
  rest(): void {
    if (this.#line.state === 'closed' || this.#line.state === 'off') return;
    this.#hangUp();
    this.#line = { state: 'off' };
    this.#retry.reset();
    this.#relays.rest();
    this.#endSession();
    this.#local.close(new AppError('closed', 'You are in another room.'));
    this.#options.meeting.update({ mediaLine: { state: 'off' }, pictures: 'all' });
  }

  /** Ends the line for good; local tracks live on. Idempotent. */
  close(): void {
    if (this.#line.state === 'closed') return;
    this.#hangUp();
    this.#line = { state: 'closed' };
    this.#retry.close();
    this.#relays.rest();
    this.#endSession();
    this.#local.close(new AppError('closed', 'This meeting is over.'));
    this.#endedListeners.clear();
    this.#options.meeting.update({ mediaLine: { state: 'off' } });
  }

  /** The requests of streams. Until both ends agree on a session, only its transports may use the line. */
  readonly #request: MediaRequest = (name, input) => {
    const line = this.#line;
    if (line.state === 'open' || (line.state === 'opening' && name === 'connect'))
      return line.socket.request(name, input);
    return Promise.reject(new AppError('unavailable', 'The media line is lost.'));
  };

  async #dial(pass?: MediaPass): Promise<void> {
    const dial = new AbortController();
    const line: Line = { state: 'dialling', dial };
    this.#line = line;
    const { meeting, renew } = this.#options;
    const { state } = meeting.state.mediaLine;
    // Any other state stays, because streams may still be flowing.
    if (state === 'off' || state === 'failed') meeting.update({ mediaLine: { state: 'connecting' } });
    try {
      const { url, ticket, ...relays } = pass ?? (await renew());
      if (this.#line !== line) return;
      this.#relays.take(relays);
      const socket = await MediaSocket.open(this.#address(url, ticket), this.#events(), dial.signal);
      const { id, consumers } = this.#session ?? { consumers: [] };
      if (this.#line === line) aside(this.#open(socket, consumers.length <= maxHave ? id : undefined));
      else socket.close();
    } catch (error) {
      if (this.#line === line) this.#lost(error);
    }
  }

  /** Agrees with the server on a session: the present one when both ends still have it, else a new one. */
  async #open(socket: MediaSocket, resume?: string): Promise<void> {
    const line: Line = { state: 'opening', socket };
    this.#line = line;
    try {
      const opened = await socket.request('open', resume === undefined ? {} : { session: resume });
      const device = await this.#loadDevice(opened);
      if (this.#line !== line) return;
      const session = this.#sessionFor(device, opened);
      const { recvRtpCapabilities: rtpCapabilities } = device;
      // The server tells a line that has just opened only of pictures that it does not send.
      this.#options.meeting.update({ pictures: 'all' });
      await socket.request('ready', { rtpCapabilities, have: [...session.consumers] });
      if (this.#line === line) this.#opened(socket, session);
    } catch (error) {
      if (this.#line === line) this.#lost(error);
    }
  }

  #opened(socket: MediaSocket, session: MediaSession): void {
    this.#line = { state: 'open', socket };
    this.#retry.reset();
    session.check();
    this.#onFlow();
    this.#local.resume(session);
    this.#watches.resume();
  }

  async #loadDevice({ routerRtpCapabilities }: Opened): Promise<Device> {
    if (this.#device) return this.#device;
    const { handlerFactory } = this.#options;
    const device = await Device.factory(handlerFactory && { handlerFactory });
    // The contract does not read these values; mediasoup-client checks them.
    await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
    this.#device = device;
    return device;
  }

  #sessionFor(device: Device, opened: Opened): MediaSession {
    if (opened.resumed && opened.session === this.#session?.id) return this.#session;
    this.#endSession();
    this.#session = new MediaSession({
      device,
      opened,
      iceServers: this.#relays.servers,
      freshRelays: () => this.#relays.fresh(),
      flows: this.#options.meeting.state.mediaLine.state !== 'blocked',
      request: this.#request,
      onTrack: (info, track) => this.#tracks.add(info, track),
      onFlow: () => this.#onFlow(),
      onBroken: () => this.#openAfresh('blocked'),
    });
    return this.#session;
  }

  #events(): MediaSocketEvents {
    return {
      consume: async (consumers) => {
        if (!this.#session) throw new AppError('conflict', 'There is no session yet.');
        await this.#session.consume(consumers);
      },
      consumersClosed: ({ ids }) => this.#onConsumersClosed(ids),
      slots: ({ members }) => this.#tracks.hear(members),
      stopped: ({ source, reason }) => this.#local.stopped(source, reason),
      wanted: ({ source, layer }) => this.#local.want(source, layer),
      pictures: ({ shown }) => this.#options.meeting.update({ pictures: shown }),
      reset: () => this.#openAfresh('connecting'),
      lost: () => this.#lost(),
    };
  }

  /** The worker of the session is gone, or packets do not get through: makes a new session on the same socket. */
  #openAfresh(state: 'connecting' | 'blocked'): void {
    if (!('socket' in this.#line)) return this.#endSession();
    const { socket } = this.#line;
    this.#endSession();
    this.#options.meeting.update({ mediaLine: { state } });
    aside(this.#open(socket));
  }

  #onConsumersClosed(ids: readonly string[]): void {
    this.#session?.drop(ids);
    this.#watches.forget(ids);
    this.#tracks.drop(ids);
  }

  #onFlow(): void {
    if (this.#line.state !== 'open') return;
    const { meeting } = this.#options;
    const state = this.#session?.flows === false ? 'blocked' : 'open';
    if (meeting.state.mediaLine.state !== state) meeting.update({ mediaLine: { state } });
  }

  /** Retries later with a new ticket, unless this browser can never do it. */
  #lost(error?: unknown): void {
    if (this.#line.state === 'closed') return;
    this.#hangUp();
    if (error !== undefined && !(error instanceof AppError)) {
      const failure = asAppError(error);
      this.#local.close(failure);
      const { code, message } = failure;
      return this.#options.meeting.update({ mediaLine: { state: 'failed', code, message } });
    }
    this.#retry.schedule();
  }

  #hangUp(): void {
    const line = this.#line;
    this.#line = { state: 'waiting' };
    this.#local.suspend();
    this.#retry.cancel();
    if ('socket' in line) line.socket.close();
    if ('dial' in line) line.dial.abort();
  }

  #endSession(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#local.suspend();
    this.#watches.clear();
    this.#tracks.clear();
  }

  #address(url: string, ticket: string): string {
    const address = new URL(url, this.#options.base);
    address.protocol = address.protocol.replace('http', 'ws');
    address.searchParams.set('ticket', ticket);
    return address.href;
  }
}
