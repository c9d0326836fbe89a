import type { MemberId } from '@plenum/shared/core/ids';
import type { Source, TransportInfo, TransportSide } from '@plenum/shared/features/media/contract';

/** RTP, ICE or DTLS parameters as they cross the contract: the router that takes them checks every field. */
export type RtpRecord = Record<string, unknown>;

/** One stream as it enters a router. Its methods throw AppErrors only. */
export interface Producer {
  readonly id: string;
  setPaused(paused: boolean): Promise<void>;
  /** Ends it and, without another call, every consumer of it. */
  close(): void;
}

/** A stream that this process sends itself. */
export interface SlotProducer extends Producer {
  readonly ssrc: number;
  /** Sends an RTP packet of this SSRC, or drops it when too many wait already. Does nothing once it ended. */
  send(packet: Buffer): void;
}

/** One stream as it leaves a router towards one member. Made paused. Its methods never reject: once it ended they do nothing. */
export interface Consumer {
  readonly id: string;
  readonly rtpParameters: RtpRecord;
  setPaused(paused: boolean): Promise<void>;
  /** Spatial layer, 0 the smallest; nothing happens where a stream has no layers. */
  setLayer(layer: number): Promise<void>;
  /** 1 to 255: who gives way first when the viewer's network is short. */
  setPriority(priority: number): Promise<void>;
  close(): void;
}

/** One member's two transports. Its methods throw AppErrors only. */
export interface TransportPair {
  readonly send: TransportInfo;
  readonly recv: TransportInfo;
  connect(side: TransportSide, dtlsParameters: RtpRecord): Promise<void>;
  restartIce(side: TransportSide): Promise<RtpRecord>;
  produce(from: { member: MemberId; source: Source; rtpParameters: RtpRecord; paused: boolean }): Promise<Producer>;
  /** What this browser can receive, checked once; `consume` needs it. */
  setCapabilities(rtpCapabilities: RtpRecord): void;
  /** Undefined when the stream has just ended or this browser cannot decode it. Never rejects. */
  consume(producer: Producer): Promise<Consumer | undefined>;
  /** Ends everything that was made with it. Idempotent. */
  close(): void;
}

/** Whom transports are made for. */
export interface Newcomer {
  /** How many streams there are for this member to receive. */
  readonly expects: number;
  /** Nothing made with these transports works any more, while the router goes on. Not said when the router itself is lost. */
  onLost(): void;
}

/** The place of one room: on one worker, or on several. */
export interface Router {
  readonly rtpCapabilities: RtpRecord;
  /** Id of the ssrc-audio-level extension in the packets of `tap` and `createSlot`. */
  readonly levelExtension: number;
  createTransportPair(newcomer: Newcomer): Promise<TransportPair>;
  /** Hands out every packet of a stream, each in a buffer of its own, until the stream ends. Never rejects. */
  tap(producer: Producer, onPacket: (packet: Buffer) => void): Promise<void>;
  /** An Opus stream that comes from here. @throws AppError `unavailable` */
  createSlot(): Promise<SlotProducer>;
  close(): void;
}

/** What a router tells its room. */
export interface RouterEvents {
  /** Every worker of this router is gone and everything on it; said once, after which nothing else is said. */
  onLost(): void;
  /**
   * Microphones above the threshold, loudest first, a few times a second while anybody talks; `level` in dBov.
   * Undefined when the room hears that for itself.
   */
  readonly onLevels?: (levels: readonly { readonly member: MemberId; readonly level: number }[]) => void;
}

/** Finds a worker with room to spare and makes a router there. @throws AppError `unavailable` */
export type RouterSource = (events: RouterEvents) => Promise<Router>;
