import { AppError } from '@plenum/shared/core/errors';
import type { MemberId } from '@plenum/shared/core/ids';
import {
  kindOfSource,
  type Source,
  type TransportInfo,
  type TransportSide,
} from '@plenum/shared/features/media/contract';
import { ortc, type types } from 'mediasoup';
import { alone } from '../alone.ts';
import type { Consumer, Producer, RtpRecord, StreamName, TransportPair } from '../router.ts';
import { bitrates, iceConsentTimeout, keyFrameRequestDelay } from './codecs.ts';
import { appErrorOf, call } from './failures.ts';
import { check, checkKind, DtlsParameters, RtpCapabilities, RtpParameters } from './rtpSchemas.ts';
import type { ShedLevel } from '../overload/shedLevels.ts';
import type { Report } from '../report.ts';

/** Starts and stops a stream's way to a worker. A stream flows there only while a member there receives it. */
export type Flows = (flows: boolean) => void;

/** What one member's transports need to know of the room's streams, on any worker. */
export interface Streams {
  /** A stream enters the room here, until it is closed. */
  add(producer: types.Producer): void;
  /** Resolves when the stream can be consumed here. Call the result when the member begins or ceases to receive it. */
  bring(producerId: string): Promise<Flows>;
}

interface Options {
  readonly router: types.Router;
  readonly server: types.WebRtcServer;
  readonly streams: Streams;
  readonly onReport: Report;
  readonly shedLevel: () => ShedLevel;
  /** A microphone started. Nothing needs to be called at its end. */
  readonly onMic: (producerId: string, member: MemberId) => Promise<void>;
  readonly onClosed: () => void;
}

/** One member's two WebRTC transports on one router. */
export class MediasoupTransports implements TransportPair {
  readonly send: TransportInfo;
  readonly recv: TransportInfo;
  readonly #options: Options;
  readonly #transports: Readonly<Record<TransportSide, types.WebRtcTransport>>;
  /** Consumers that are not paused. */
  readonly #flowing = new Set<types.Consumer>();
  #capabilities: RtpCapabilities | undefined;
  #life: 'open' | 'closed' = 'open';

  private constructor(options: Options, transports: Readonly<Record<TransportSide, types.WebRtcTransport>>) {
    this.#options = options;
    this.#transports = transports;
    this.send = infoOf(transports.send);
    this.recv = infoOf(transports.recv);
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile */
  static async create(options: Options): Promise<MediasoupTransports> {
    const { router, server } = options;
    const make = (): Promise<types.WebRtcTransport> =>
      router.createWebRtcTransport({
        webRtcServer: server,
        enableUdp: true,
        enableTcp: true,
        preferUdp: true,
        iceConsentTimeout,
        initialAvailableOutgoingBitrate: bitrates.firstOutgoing,
      });
    const made = await Promise.allSettled([make(), make()]);
    const [send, recv] = made;
    if (send.status === 'rejected' || recv.status === 'rejected') {
      for (const one of made) if (one.status === 'fulfilled') one.value.close();
      throw new AppError('unavailable', 'The media worker could not make the transports.');
    }
    const pair = new MediasoupTransports(options, { send: send.value, recv: recv.value });
    await call(send.value.setMaxIncomingBitrate(bitrates.maxIncoming)).catch((error: unknown) => {
      pair.close();
      throw error;
    });
    return pair;
  }

  /** Number of streams that the member receives now. */
  get flowing(): number {
    return this.#flowing.size;
  }

  get shedLevel(): ShedLevel {
    return this.#options.shedLevel();
  }

  async connect(side: TransportSide, dtlsParameters: RtpRecord): Promise<void> {
    const checked = check(DtlsParameters, 'dtlsParameters', dtlsParameters);
    await call(this.#transports[side].connect({ dtlsParameters: checked }));
  }

  async restartIce(side: TransportSide): Promise<RtpRecord> {
    return call(this.#transports[side].restartIce());
  }

  async produce(from: {
    member: MemberId;
    source: Source;
    rtpParameters: RtpRecord;
    paused: boolean;
  }): Promise<Producer> {
    const { member, source, paused } = from;
    const kind = kindOfSource[source];
    const rtpParameters = check(RtpParameters, 'rtpParameters', from.rtpParameters);
    checkKind(rtpParameters, kind);
    const producer = await call(this.#transports.send.produce({ kind, rtpParameters, paused, keyFrameRequestDelay }));
    this.#options.streams.add(producer);
    // Not awaited: the talking indicator may come later, the sound may not.
    if (source === 'mic') alone(this.#options.onMic(producer.id, member));
    const state = { paused, held: false };
    const settle = () => call(state.paused || state.held ? producer.pause() : producer.resume());
    return {
      id: producer.id,
      setPaused: (value) => {
        state.paused = value;
        return settle();
      },
      // A stream that ended meanwhile needs no hold.
      hold: (held) => {
        state.held = held;
        return settle().catch(() => undefined);
      },
      close: () => producer.close(),
    };
  }

  setCapabilities(rtpCapabilities: RtpRecord): void {
    this.#capabilities = checkCapabilities(rtpCapabilities);
  }

  async consume({ id: producerId }: StreamName): Promise<Consumer | undefined> {
    const rtpCapabilities = this.#capabilities;
    try {
      const onFlows = await this.#options.streams.bring(producerId);
      if (!rtpCapabilities || this.#life === 'closed') return undefined;
      // mediasoup enables retransmission of audio only on request; a gap of one packet can be heard.
      const options = { producerId, rtpCapabilities, paused: true, enableRtx: true };
      const consumer = await this.#transports.recv.consume(options);
      return this.#consumerOf(consumer, onFlows);
    } catch (error) {
      this.#quiet(error);
      return undefined;
    }
  }

  close(): void {
    if (this.#life === 'closed') return;
    this.#life = 'closed';
    this.#transports.send.close();
    this.#transports.recv.close();
    this.#options.onClosed();
  }

  #consumerOf(consumer: types.Consumer, onFlows: Flows): Consumer {
    const flow = (flows: boolean): void => {
      if (flows === this.#flowing.has(consumer) || (flows && consumer.closed)) return;
      if (flows) this.#flowing.add(consumer);
      else this.#flowing.delete(consumer);
      onFlows(flows);
    };
    consumer.observer.once('close', () => flow(false));
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      if (consumer.closed) return;
      await work().catch((error: unknown) => {
        if (!consumer.closed) this.#quiet(error);
      });
    };
    return {
      id: consumer.id,
      rtpParameters: consumer.rtpParameters,
      setPaused: (paused) => {
        flow(!paused);
        return attempt(() => (paused ? consumer.pause() : consumer.resume()));
      },
      setLayer: (spatialLayer, calm) =>
        attempt(async () => {
          if (consumer.type === 'simple') return;
          await consumer.setPreferredLayers({ spatialLayer, ...(calm && { temporalLayer: 0 }) });
        }),
      setPriority: (priority) => attempt(() => consumer.setPriority(priority)),
      close: () => consumer.close(),
    };
  }

  /** A stream that ended meanwhile is no failure; any other error goes to the operator. */
  #quiet(error: unknown): void {
    const name = error instanceof Error ? error.name : '';
    if (['NotFoundError', 'WorkerClosedError', 'UnsupportedError'].includes(name)) return;
    this.#options.onReport('warn', 'a consumer failed', { err: error });
  }
}

/** @throws AppError `invalid` when mediasoup would refuse these capabilities */
export function checkCapabilities(rtpCapabilities: RtpRecord): RtpCapabilities {
  const checked = check(RtpCapabilities, 'rtpCapabilities', rtpCapabilities);
  try {
    // mediasoup would check this at the first stream; here the caller gets the error. The check fills in defaults.
    ortc.validateAndNormalizeRtpCapabilities(checked);
  } catch (error) {
    throw appErrorOf(error);
  }
  return checked;
}

function infoOf({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport): TransportInfo {
  return { id, iceParameters, iceCandidates, dtlsParameters };
}
