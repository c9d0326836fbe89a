import { AppError } from '@plenum/shared/core/errors';
import type { types } from 'mediasoup';
import * as z from 'zod/mini';
import type { Link, LinkFigures, LinkStream, RtpRecord, StreamName } from '../router.ts';
import { call } from './failures.ts';
import type { Flows, Streams } from './MediasoupTransports.ts';
import { check, RtpParameters } from './rtpSchemas.ts';
import type { Report } from '../report.ts';
import type { Wing } from './Wing.ts';

/** Where the links of this machine listen. */
export interface LinkPlace {
  readonly ip: string;
  /** The address that other nodes get instead of `ip`. */
  readonly announcedAddress?: string;
  /** UDP ports, one for each room and other node; undefined: the worker chooses. */
  readonly ports?: { readonly min: number; readonly max: number };
}

const onThisMachine: LinkPlace = { ip: '127.0.0.1' };

/** Key and salt of one direction; the suite that mediasoup makes, with hardware AES. */
const Address = z.strictObject({
  ip: z.string().check(z.maxLength(255), z.regex(/^[A-Za-z0-9.:-]+$/)),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  srtpParameters: z.strictObject({
    cryptoSuite: z.literal('AEAD_AES_256_GCM'),
    keyBase64: z.string().check(z.regex(/^[A-Za-z0-9+/]{59}=$/)),
  }),
});

interface Options {
  readonly wing: Wing;
  /** The room's streams as seen from the wing. */
  readonly streams: Streams;
  readonly place: LinkPlace | undefined;
  readonly onReport: Report;
  readonly onClosed: () => void;
}

/** One end of a link between two nodes: a pipe transport with SRTP on one of the room's wings. */
export class NodeLink implements Link {
  readonly address: RtpRecord;
  readonly #options: Options;
  readonly #transport: types.PipeTransport;
  readonly #sent = new Set<types.Consumer>();
  readonly #taken = new Set<types.Producer>();
  #flowing = 0;

  private constructor(transport: types.PipeTransport, options: Options) {
    const { tuple, srtpParameters } = transport;
    this.address = { ip: tuple.localAddress, port: tuple.localPort, srtpParameters };
    this.#transport = transport;
    this.#options = options;
    transport.observer.once('close', () => options.onClosed());
  }

  /** @throws AppError `unavailable` when the worker is lost meanwhile or has no port left */
  static async create(options: Options): Promise<NodeLink> {
    const { ip, announcedAddress, ports } = options.place ?? onThisMachine;
    const listenInfo: types.TransportListenInfo = {
      protocol: 'udp',
      ip,
      ...(announcedAddress !== undefined && { announcedAddress }),
      ...(ports && { portRange: ports }),
    };
    try {
      // Retransmission repairs what the network between the nodes loses.
      const made = options.wing.router.createPipeTransport({ listenInfo, enableRtx: true, enableSrtp: true });
      return new NodeLink(await made, options);
    } catch (error) {
      options.onReport('error', 'a link to another node cannot be made', { err: error, ip });
      throw new AppError('unavailable', 'The media node could not make a link to another node.');
    }
  }

  /** Number of streams that this end sends now. */
  get flowing(): number {
    return this.#flowing;
  }

  async connect(other: RtpRecord): Promise<void> {
    await call(this.#transport.connect(check(Address, 'address', other)));
  }

  async send({ id: producerId }: StreamName): Promise<LinkStream & { readonly rtpParameters: RtpRecord }> {
    const onFlows = await call(this.#options.streams.bring(producerId));
    const consumer = await call(this.#transport.consume({ producerId }));
    const flow = this.#counted(onFlows);
    this.#sent.add(consumer);
    consumer.observer.once('close', () => {
      this.#sent.delete(consumer);
      flow(false);
    });
    // mediasoup makes consumers of pipes unpaused.
    await call(consumer.pause());
    return {
      rtpParameters: consumer.rtpParameters,
      setPaused: async (paused) => {
        if (consumer.closed) return;
        flow(!paused);
        await call(paused ? consumer.pause() : consumer.resume());
      },
      close: () => consumer.close(),
    };
  }

  async receive(stream: StreamName & { kind: 'audio' | 'video'; rtpParameters: RtpRecord }): Promise<LinkStream> {
    const { id, kind } = stream;
    const rtpParameters = check(RtpParameters, 'rtpParameters', stream.rtpParameters);
    const producer = await call(this.#transport.produce({ id, kind, rtpParameters, paused: true }));
    this.#options.streams.add(producer);
    this.#taken.add(producer);
    producer.observer.once('close', () => this.#taken.delete(producer));
    return {
      setPaused: async (paused) => {
        if (!producer.closed) await call(paused ? producer.pause() : producer.resume());
      },
      close: () => producer.close(),
    };
  }

  async read(): Promise<LinkFigures> {
    const [sent, taken] = await Promise.all([
      Promise.all([...this.#sent].map((consumer) => call(consumer.getStats()))),
      Promise.all([...this.#taken].map((producer) => call(producer.getStats()))),
    ]);
    const out = sent.flat().filter(({ type }) => type === 'outbound-rtp');
    return {
      sent: out.reduce((sum, { packetCount }) => sum + packetCount, 0),
      received: taken.flat().reduce((sum, { packetCount }) => sum + packetCount, 0),
      lost: taken.flat().reduce((sum, { packetsLost }) => sum + packetsLost, 0),
    };
  }

  close(): void {
    this.#transport.close();
  }

  #counted(onFlows: Flows): Flows {
    let flows = false;
    return (now) => {
      if (now === flows) return;
      flows = now;
      this.#flowing += now ? 1 : -1;
      onFlows(now);
    };
  }
}
