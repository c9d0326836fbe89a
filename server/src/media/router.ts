import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { Source, TransportInfo, TransportSide } from '@plenum/shared/features/media/contract';
import type { ShedLevel } from './overload/shedLevels.ts';

/** RTP, ICE or DTLS parameters as the contract passes them: the router checks every field. */
export type RtpRecord = Record<string, unknown>;

/** A stream of a router by the name that it has there. */
export interface StreamName {
  readonly id: string;
}

/** One stream on its way into a router. Its methods throw AppErrors only. */
export interface Producer extends StreamName {
  setPaused(paused: boolean): Promise<void>;
  /** Drops the packets of the stream where they come in, whether or not it is paused. Never rejects. */
  hold(held: boolean): Promise<void>;
  /** Ends the stream; its consumers end with it, without another call. */
  close(): void;
}

/** Id and SSRC of a stream that this process sends: the same wherever its room is. */
export interface SlotName extends StreamName {
  readonly ssrc: number;
}

/** A stream that this process sends, for example an audio slot. */
export interface SlotProducer extends Producer {
  readonly ssrc: number;
  /** Sends an RTP packet with this SSRC; drops it when too many packets wait. Does nothing after the end. */
  send(packet: Buffer): void;
}

/** One stream on its way to one member; starts paused. Its methods never reject; after the end they do nothing. */
export interface Consumer {
  readonly id: string;
  readonly rtpParameters: RtpRecord;
  setPaused(paused: boolean): Promise<void>;
  /** Selects a spatial layer, 0 the smallest; `calm`: at its lowest frame rate. Does nothing for a stream without layers. */
  setLayer(layer: number, calm: boolean): Promise<void>;
  /** 1 to 255: the lowest priority is reduced first when the viewer's bandwidth is short. */
  setPriority(priority: number): Promise<void>;
  close(): void;
}

/** One stream on its way to the recorder, as it was sent. Its methods never reject; after the end they do nothing. */
export interface Recorded {
  askForKey(): void;
  close(): void;
}

/** What the recorder takes of a stream. */
export interface Recording {
  /** The simulcast layer; null for sound. */
  readonly layer: number | null;
  readonly onPacket: (packet: Buffer) => void;
  /** A sender report: `timestamp` of RTP at `ntp`, in ms of the sender's clock. */
  readonly onReport: (timestamp: number, ntp: number) => void;
}

/** One member's two transports. Its methods throw AppErrors only. */
export interface TransportPair {
  readonly send: TransportInfo;
  readonly recv: TransportInfo;
  /** How much the worker of these transports gives up now, so that sound goes on. */
  readonly shedLevel: ShedLevel;
  connect(side: TransportSide, dtlsParameters: RtpRecord): Promise<void>;
  restartIce(side: TransportSide): Promise<RtpRecord>;
  produce(from: { member: MemberId; source: Source; rtpParameters: RtpRecord; paused: boolean }): Promise<Producer>;
  /** What this browser can receive; checked here once, before the first `consume`. */
  setCapabilities(rtpCapabilities: RtpRecord): void;
  /** Undefined when the stream just ended or this browser cannot decode it. Never rejects. */
  consume(producer: StreamName): Promise<Consumer | undefined>;
  /** Ends both transports and their streams. Idempotent. */
  close(): void;
}

/** The member for whom transports are made. */
export interface Newcomer {
  readonly member: MemberId;
  /** How many streams this member will be offered. */
  readonly expects: number;
  /** These transports are lost while the router goes on. Not called when the router itself is lost. */
  onLost(): void;
}

/** A stream between two nodes; starts paused. Its methods throw AppErrors only; after the end `setPaused` does nothing. */
export interface LinkStream {
  setPaused(paused: boolean): Promise<void>;
  close(): void;
}

/** What one end of a link has sent and taken in, and how many packets it misses, since it was made. */
export interface LinkFigures {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
}

/** One end of a link for streams between the routers that a room has on two nodes. Its methods throw AppErrors only. */
export interface Link {
  /** Where this end receives, and by which keys it sends: for the other end alone. */
  readonly address: RtpRecord;
  connect(other: RtpRecord): Promise<void>;
  /** Sends a stream of this router, with all layers that its sender sends. */
  send(producer: StreamName): Promise<LinkStream & { readonly rtpParameters: RtpRecord }>;
  /** Takes in a stream of the other end under the same id. */
  receive(stream: StreamName & { kind: 'audio' | 'video'; rtpParameters: RtpRecord }): Promise<LinkStream>;
  read(): Promise<LinkFigures>;
  /** Ends the link and its streams. Idempotent. */
  close(): void;
}

/** The router of one room, on one worker or on several. */
export interface Router {
  readonly rtpCapabilities: RtpRecord;
  /** Id of the ssrc-audio-level extension in the packets of `tap` and `createSlot`. */
  readonly levelExtension: number;
  /** How much the busiest of its workers gives up now. */
  readonly shedLevel: ShedLevel;
  createTransportPair(newcomer: Newcomer): Promise<TransportPair>;
  /** Passes every packet of a stream to `onPacket`, each in a buffer of its own, until the stream ends. Never rejects. */
  tap(producer: StreamName, onPacket: (packet: Buffer) => void): Promise<void>;
  /** Passes the packets of a stream to a recorder, with those that are sent again. Undefined when it just ended. Never rejects. */
  record(producer: StreamName, recording: Recording): Promise<Recorded | undefined>;
  /** A packet of `tap` came this late, in ms, against the most punctual of its stream. */
  heardLate(producer: StreamName, ms: number): void;
  /** Makes an Opus stream that this process sends, under a given name or a new one. @throws AppError `unavailable` */
  createSlot(name?: SlotName): Promise<SlotProducer>;
  /** Makes one end of a link to the room's router on another node. @throws AppError `unavailable` */
  createLink(onLost: () => void): Promise<Link>;
  close(): void;
}

/** The calls of a router to its room. */
export interface RouterEvents {
  /** Every worker of this router is gone, with everything on it. Called once, and last. */
  onLost(): void;
  /** `shedLevel` of some transports has changed. */
  onShed(): void;
  /**
   * Microphones above the threshold, loudest first, a few times a second while anybody talks; `level` in dBov.
   * Undefined when the room measures the levels itself.
   */
  readonly onLevels?: (levels: readonly { readonly member: MemberId; readonly level: number }[]) => void;
}

/** Finds a worker with capacity and makes a router there. @throws AppError `unavailable` */
export type RouterSource = (events: RouterEvents) => Promise<Router>;

/** Makes the routers of rooms: an engine, as other nodes use it. */
export interface RouterHost {
  /** @throws AppError `unavailable` */
  createRouter(room: RoomId, events: RouterEvents): Promise<Router>;
  /** @throws AppError `invalid` when no browser can have these capabilities */
  checkCapabilities(rtpCapabilities: RtpRecord): void;
  /** For each worker: the streams that it carries, and how much it gives up now. */
  readonly workers: readonly { readonly load: number; readonly shed: ShedLevel }[];
  healthy(): boolean;
}
