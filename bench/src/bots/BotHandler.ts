import { AppError } from '@plenum/shared/core/errors';
import { enhancedEvents, ortc, type types } from 'mediasoup-client';
import { type Impairment, UdpRelay } from '../relay/UdpRelay.ts';
import { capabilities } from './capabilities.ts';
import { ClipSender } from './ClipSender.ts';
import { ClipTrack } from './ClipTrack.ts';
import type { Reception } from './Reception.ts';
import { isRtcp, isRtp, keyFramesWanted, writeReport } from './rtp.ts';
import { Wire } from './Wire.ts';

/**
 * `whole`: every packet is decrypted, read and reported. `thin`: normal ICE and DTLS, but media packets are counted by
 * their unencrypted headers and dropped: much less work, and no difference for the server.
 */
export type Depth = 'whole' | 'thin';

/** What happens to a bot's media on the way, in both directions. */
export interface BadPath {
  readonly impairment: Impairment;
  readonly random: () => number;
}

interface BotHandlerOptions {
  readonly name: string;
  readonly depth: Depth;
  readonly reception: Reception;
  /** Address of the server's media ports; replaces the announced address. */
  readonly mediaAddress?: string | undefined;
  readonly path?: BadPath | undefined;
}

const reportEveryMs = 1_000;
/** Streams in one report: its count field has five bits. */
const perReport = 31;
const emptyTrack = (kind: 'audio' | 'video') => new ClipTrack(kind, { unitsPerSecond: 1, frames: [] });

/** WebRTC without a browser, for mediasoup-client: a bot sends clips and counts what it receives. */
export class BotHandler
  extends enhancedEvents.EnhancedEventEmitter<types.HandlerEvents>
  implements types.HandlerInterface
{
  readonly #bot: BotHandlerOptions;
  readonly #options: types.HandlerOptions;
  readonly #senders = new Map<string, ClipSender>();
  readonly #receiving = new Map<string, number>();
  #connecting: Promise<void> | undefined;
  #wire: Wire | undefined;
  #relay: UdpRelay | undefined;
  #reports: ReturnType<typeof setInterval> | undefined;
  #ids = 0;
  #life: 'open' | 'closed' = 'open';

  static factory(bot: BotHandlerOptions): types.HandlerFactory {
    return {
      name: 'Bot',
      factory: (options) => new BotHandler(bot, options),
      getNativeRtpCapabilities: async () => capabilities(),
    };
  }

  private constructor(bot: BotHandlerOptions, options: types.HandlerOptions) {
    super();
    this.#bot = bot;
    this.#options = options;
  }

  get name(): string {
    return 'Bot';
  }

  override close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    clearInterval(this.#reports);
    for (const sender of this.#senders.values()) sender.close();
    this.#wire?.close();
    this.#relay?.close();
    super.close();
  }

  async send({ track, encodings, codec }: types.HandlerSendOptions): Promise<types.HandlerSendResult> {
    await this.#connected();
    if (!(track instanceof ClipTrack)) throw new Error('Bots send clips.');
    const extended = this.#options.getSendExtendedRtpCapabilities(capabilities());
    const rtpParameters = ortc.getSendingRtpParameters(track.kind, extended);
    rtpParameters.codecs = ortc.reduceCodecs(rtpParameters.codecs, codec);
    const ssrc = randomSsrc();
    track.ssrc = ssrc;
    const { maxBitrate } = encodings?.at(-1) ?? {};
    rtpParameters.encodings = [{ ssrc, ...(maxBitrate !== undefined && { maxBitrate }) }];
    rtpParameters.rtcp = { cname: this.#bot.name.replaceAll(/\W/g, '-'), reducedSize: true };
    const levelId = rtpParameters.headerExtensions?.find(({ uri }) => uri.endsWith(':ssrc-audio-level'))?.id;
    const payloadType = rtpParameters.codecs[0]?.payloadType ?? 0;
    const localId = this.#newId();
    const send = (packet: Buffer) => this.#wire?.send(packet);
    this.#senders.set(localId, new ClipSender({ track, ssrc, payloadType, levelId, send }));
    return { localId, rtpParameters };
  }

  async stopSending(localId: string): Promise<void> {
    this.#senders.get(localId)?.close();
    this.#senders.delete(localId);
  }

  async pauseSending(localId: string): Promise<void> {
    const sender = this.#senders.get(localId);
    if (sender) sender.paused = true;
  }

  async resumeSending(localId: string): Promise<void> {
    const sender = this.#senders.get(localId);
    if (sender) sender.paused = false;
  }

  async receive(wanted: types.HandlerReceiveOptions[]): Promise<types.HandlerReceiveResult[]> {
    await this.#connected();
    return wanted.map(({ trackId, kind, rtpParameters }) => {
      const ssrc = rtpParameters.encodings?.[0]?.ssrc ?? 0;
      const localId = this.#newId();
      this.#receiving.set(localId, ssrc);
      // `probator` is mediasoup's bandwidth probe, not a member's stream.
      if (trackId !== 'probator') this.#bot.reception.expect(ssrc, kind);
      return { localId, track: emptyTrack(kind) };
    });
  }

  async stopReceiving(localIds: string[]): Promise<void> {
    for (const localId of localIds) {
      this.#bot.reception.forget(this.#receiving.get(localId) ?? 0);
      this.#receiving.delete(localId);
    }
  }

  /** The library cannot restart ICE; the bot opens a new session instead. */
  async restartIce(): Promise<void> {
    throw new AppError('conflict', 'Bots open a new session instead.');
  }

  async getTransportStats(): Promise<RTCStatsReport> {
    return new Map();
  }
  async getSenderStats(): Promise<RTCStatsReport> {
    return new Map();
  }
  async getReceiverStats(): Promise<RTCStatsReport> {
    return new Map();
  }
  async updateIceServers(): Promise<void> {}
  async pauseReceiving(): Promise<void> {}
  async resumeReceiving(): Promise<void> {}
  async replaceTrack(): Promise<void> {
    throw new Error('Bots keep their tracks.');
  }
  /** Below 0: nobody watches the video. */
  async setMaxSpatialLayer(localId: string, layer: number): Promise<void> {
    const sender = this.#senders.get(localId);
    if (sender) sender.unwatched = layer < 0;
  }
  async setRtpEncodingParameters(): Promise<void> {}
  async sendDataChannel(): Promise<types.HandlerSendDataChannelResult> {
    throw new Error('Bots have no data channels.');
  }
  async receiveDataChannel(): Promise<types.HandlerReceiveDataChannelResult> {
    throw new Error('Bots have no data channels.');
  }
  getDataChannelMaxMessageSize(): undefined {}

  #newId(): string {
    this.#ids += 1;
    return String(this.#ids);
  }

  /** Runs once: both ends know each other, and the handshake begins. */
  #connected(): Promise<void> {
    this.#connecting ??= this.#connect();
    return this.#connecting;
  }

  async #connect(): Promise<void> {
    const { name, depth, reception, mediaAddress, path } = this.#bot;
    const { iceParameters, iceCandidates, dtlsParameters, direction } = this.#options;
    const datagrams = iceCandidates.filter(({ protocol }) => protocol === 'udp');
    // The relay speaks IPv4; a server that has both names the addresses in any order.
    const candidate = datagrams.find(({ address }) => !address.includes(':')) ?? datagrams[0];
    if (!candidate) throw new Error('The server offers no UDP.');
    let server = { address: mediaAddress ?? candidate.address, port: candidate.port };
    const isThin = depth === 'thin' && direction === 'recv';
    if (isThin || path) {
      const takes = (packet: Buffer) => {
        if (!isRtp(packet)) return false;
        reception.hear(packet, false);
        return true;
      };
      this.#relay = await UdpRelay.listen({
        to: server,
        ...(isThin && { takes }),
        ...(path && { random: path.random }),
      });
      if (path) this.#relay.impair(path.impairment);
      server = { address: '127.0.0.1', port: this.#relay.port };
    }
    if (this.#life === 'closed') return this.#relay?.close();
    const wire = new Wire({
      name,
      iceParameters,
      dtlsParameters,
      server,
      onPacket: (packet) => this.#hear(packet),
      onState: (state) => this.#onState(state),
    });
    this.#wire = wire;
    await new Promise<void>((resolve, reject) => {
      this.emit('@connect', { dtlsParameters: wire.localDtls }, resolve, reject);
    });
    wire.connect();
  }

  #onState(state: types.ConnectionState): void {
    const { reception, depth } = this.#bot;
    const isReceiver = this.#options.direction === 'recv';
    if (state === 'connected' && isReceiver) {
      reception.connectedAt ||= performance.timeOrigin + performance.now();
      if (depth === 'whole') this.#reports ??= setInterval(() => this.#report(), reportEveryMs);
    }
    this.emit('@connectionstatechange', state);
  }

  #hear(packet: Buffer): void {
    if (isRtcp(packet)) {
      const wanted = keyFramesWanted(packet);
      for (const sender of this.#senders.values()) if (wanted.includes(sender.ssrc)) sender.restart();
    } else if (isRtp(packet)) this.#bot.reception.hear(packet, true);
  }

  #report(): void {
    const streams = this.#bot.reception.report();
    for (let at = 0; at < streams.length; at += perReport)
      this.#wire?.send(writeReport(1, streams.slice(at, at + perReport)));
  }
}

function randomSsrc(): number {
  return 1 + Math.floor(Math.random() * 0xffff_fffe);
}
