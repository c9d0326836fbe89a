import './jitless.ts';
import type { RequestOutput } from '@plenum/shared/core/contract';
import type { IceServer } from '@plenum/shared/core/wire';
import type { ConsumerInfo, media, Source, TransportInfo } from '@plenum/shared/features/media/contract';
import type { Device, types } from 'mediasoup-client';
import { IceKeeper } from './iceKeeper.ts';
import type { MediaRequest } from './mediaSocket.ts';
import { producerOptions } from './sending.ts';

/** The server's answer to `media:open`. */
export type Opened = RequestOutput<typeof media, 'open'>;

interface MediaSessionOptions {
  readonly device: Device;
  readonly opened: Opened;
  readonly iceServers: readonly IceServer[];
  /** TURN servers with valid credentials. Never rejects. */
  readonly freshRelays: () => Promise<readonly IceServer[]>;
  /** Initial value: false when this session replaces one whose packets did not get through. */
  readonly flows: boolean;
  /** Sends a request over the present media socket. */
  readonly request: MediaRequest;
  readonly onTrack: (info: ConsumerInfo, track: MediaStreamTrack) => void;
  readonly onFlow: () => void;
  readonly onBroken: () => void;
}

/** Two transports and their streams. Survives the loss of its socket, but not of its server side. */
export class MediaSession {
  readonly #options: MediaSessionOptions;
  readonly #send: types.Transport;
  readonly #recv: types.Transport;
  readonly #keepers: readonly IceKeeper[];
  readonly #consumers = new Map<string, types.Consumer>();
  /** Consumers under negotiation; one that is dropped meanwhile leaves this map. */
  readonly #coming = new Map<string, Promise<void>>();

  constructor(options: MediaSessionOptions) {
    const { device, opened, iceServers } = options;
    this.#options = options;
    this.#send = device.createSendTransport(transportOptions(opened.send, iceServers));
    this.#recv = device.createRecvTransport(transportOptions(opened.recv, iceServers));
    this.#keepers = [this.#keep(this.#send), this.#keep(this.#recv)];
    this.#send.on('produce', ({ rtpParameters, appData }, done, fail) => {
      const { source, muted } = produced(appData);
      options
        .request('publish', { source, rtpParameters: withoutEmptyCname(rtpParameters), muted })
        .then(({ producerId }) => done({ id: producerId }), fail);
    });
  }

  get id(): string {
    return this.#options.opened.session;
  }

  get closed(): boolean {
    return this.#send.closed;
  }

  /** False while packets do not get through in either direction. */
  get flows(): boolean {
    return this.#keepers.every((keeper) => keeper.flows);
  }

  /** Ids of the received streams. */
  get consumers(): readonly string[] {
    return [...this.#consumers.keys()];
  }

  /** Receives these streams in one negotiation. Rejects when none of them could be received. */
  async consume(infos: readonly ConsumerInfo[]): Promise<void> {
    const wanted = infos.filter(({ id }) => !this.#consumers.has(id));
    const results = await Promise.allSettled(wanted.map((info) => this.#coming.get(info.id) ?? this.#consume(info)));
    const failed = results.filter((result) => result.status === 'rejected');
    // A stream that this browser cannot decode must not stop the others.
    if (failed[0] && failed.length === wanted.length) throw failed[0].reason;
  }

  /** These consumers have ended. */
  drop(ids: readonly string[]): void {
    for (const id of ids) {
      this.#coming.delete(id);
      this.#consumers.get(id)?.close();
      this.#consumers.delete(id);
    }
  }

  /** Sends a track. Rejects with the server's AppError or the browser's error. */
  produce(source: Source, track: MediaStreamTrack, muted: boolean): Promise<types.Producer> {
    const options = producerOptions(source, track, this.#options.device.sendRtpCapabilities);
    return this.#send.produce({ ...options, appData: { source, muted } });
  }

  /** The line is open again: restarts ICE of transports that do not flow. */
  check(): void {
    for (const keeper of this.#keepers) keeper.check();
  }

  async reports(): Promise<{ send: RTCStatsReport; recv: RTCStatsReport }> {
    const [send, recv] = await Promise.all([this.#send.getStats(), this.#recv.getStats()]);
    return { send, recv };
  }

  /** Ends transports, consumers and producers; local tracks live on. Idempotent. */
  close(): void {
    for (const keeper of this.#keepers) keeper.close();
    this.#consumers.clear();
    this.#send.close();
    this.#recv.close();
  }

  #consume(info: ConsumerInfo): Promise<void> {
    const { id, producerId, kind } = info;
    const rtpParameters = info.rtpParameters as types.RtpParameters;
    const consuming = this.#recv.consume({ id, producerId, kind, streamId: streamIdOf(info), rtpParameters });
    const coming = consuming.then(
      (consumer) => {
        if (!this.#coming.delete(id)) return consumer.close();
        this.#consumers.set(id, consumer);
        this.#options.onTrack(info, consumer.track);
      },
      (error: unknown) => {
        this.#coming.delete(id);
        throw error;
      },
    );
    this.#coming.set(id, coming);
    return coming;
  }

  #keep(transport: types.Transport): IceKeeper {
    const { request, freshRelays, flows, onFlow, onBroken } = this.#options;
    let relays = this.#options.iceServers;
    const side = transport.direction;
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      request('connect', { side, dtlsParameters }).then(() => done(), fail);
    });
    const restart = async () => {
      const before = relays;
      relays = await freshRelays();
      // Only here: with other TURN servers, a browser restarts ICE at its next offer, even when all is well.
      if (relays !== before) await transport.updateIceServers({ iceServers: [...relays] });
      return (await request('restartIce', { side })).iceParameters as types.IceParameters;
    };
    return new IceKeeper({ transport, side, flows, restart, onFlow, onBroken });
  }
}

const belongs: Partial<Record<Source, string>> = {
  mic: 'person',
  camera: 'person',
  screen: 'screen',
  screenAudio: 'screen',
};

/** One stream id for each member's camera and microphone, so that the browser keeps them in sync. Audio slots have their own. */
function streamIdOf(info: ConsumerInfo): string {
  if ('slot' in info) return `slot-${info.slot}`;
  return `${info.member}-${belongs[info.source] ?? info.source}`;
}

/** The contract does not read the SFU's parameters; mediasoup-client checks them. */
function transportOptions(
  { id, iceParameters, iceCandidates, dtlsParameters }: TransportInfo,
  iceServers: readonly IceServer[],
): types.TransportOptions {
  return {
    id,
    iceServers: [...iceServers],
    iceParameters: iceParameters as types.IceParameters,
    iceCandidates: iceCandidates as types.IceCandidate[],
    dtlsParameters: dtlsParameters as types.DtlsParameters,
  };
}

/** With simulcast, browsers do not tell their CNAME before they send; mediasoup-client then passes an empty one. */
function withoutEmptyCname(parameters: types.RtpParameters): types.RtpParameters {
  const { cname, ...rtcp } = parameters.rtcp ?? {};
  return { ...parameters, rtcp: cname ? { ...rtcp, cname } : rtcp };
}

/** The values that `produce` put there; mediasoup-client passes them through. */
function produced(appData: types.AppData): { source: Source; muted: boolean } {
  return appData as { source: Source; muted: boolean };
}
