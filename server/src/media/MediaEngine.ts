import type { RequestInput, RequestName, RequestOutput } from '@plenum/shared/core/contract';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { MediaPass } from '@plenum/shared/core/wire';
import type { ConsumerInfo, Layer, media, Shown, Source } from '@plenum/shared/features/media/contract';

/** What the engine did; the media feature turns facts into events. `member` is the sender of the stream. */
export type MediaFact =
  | { readonly type: 'published'; readonly member: MemberId; readonly source: Source; readonly muted: boolean }
  | { readonly type: 'unpublished'; readonly member: MemberId; readonly source: Source }
  | { readonly type: 'muted'; readonly member: MemberId; readonly source: Source; readonly muted: boolean }
  /** The members who talk now, loudest first. */
  | { readonly type: 'speaking'; readonly members: readonly MemberId[] };

/** Makes the permission to open a media line, and says where. */
export type GrantMedia = (room: RoomId, member: MemberId) => MediaPass;

/** Why the server ended a stream. `forbidden`: no longer allowed. `ended`: another member ended it; it may start again. */
export type StopReason = 'forbidden' | 'ended';

/** What one member may send and see. */
export interface MediaRights {
  readonly send: readonly Source[];
  /** True: this member receives every camera. False: only the cameras of members with `leads`; the engine sends no others. */
  readonly seesCameras: boolean;
  /** True: every member may see this member's camera. */
  readonly leads: boolean;
}

/** How the engine reaches one member's browser. Its methods never throw synchronously, even when the line is lost. */
export interface MediaLine {
  /**
   * Offers streams in bulk. Resolves when the browser is ready for their packets; rejects when the line is lost.
   * One offer at a time; `consumersClosed` names an id of an offer only after the answer.
   */
  consume(consumers: readonly ConsumerInfo[]): Promise<void>;
  consumersClosed(ids: readonly string[]): void;
  /** The member heard through each audio slot; undefined for an empty slot. */
  slots(members: readonly (MemberId | undefined)[]): void;
  /** The server ended a stream of this member. */
  stopped(source: Source, reason: StopReason): void;
  /** The largest layer of this member's video that anybody watches; null when nobody watches it. */
  wanted(source: Source, layer: Layer | null): void;
  /** Which pictures this member gets now; until told on a line: all. */
  pictures(shown: Shown): void;
  /** The session's worker is gone: the browser opens and publishes again. */
  reset(): void;
}

/** One member's access to the engine: a method for each request of the media contract, with parsed input. */
export type MediaPeer = {
  readonly [K in RequestName<typeof media>]: (
    input: RequestInput<typeof media, K>,
  ) => Promise<RequestOutput<typeof media, K>>;
};

/** Where a room takes in voices from other rooms. */
export interface Ears {
  /** Takes one RTP packet of a microphone. The room keeps the buffer and may write to it. */
  hear(member: MemberId, packet: Buffer): void;
  /** This voice ends. */
  silence(member: MemberId): void;
}

/** Takes the packets of one stream for a recording. */
export interface TapSink {
  /** An RTP packet; the buffer is the sink's. */
  packet(packet: Buffer): void;
  /** The sender says that it took `timestamp` at `ntp`, in ms of its own clock. */
  report(timestamp: number, ntp: number): void;
  /** No packet comes any more. The same source may begin again with another sink. */
  end(): void;
}

/** A recorder, as a room sees it. */
export interface Tap {
  /** Whether this stream is wanted now. Nothing of an unwanted stream leaves the engine. */
  wants(member: MemberId, source: Source): boolean;
  /** A wanted stream begins to flow. `askForKey` asks its sender for a picture that needs no other. */
  begin(stream: { readonly member: MemberId; readonly source: Source; readonly askForKey: () => void }): TapSink;
}

/** The media half of one room. */
export interface MediaRoom {
  /**
   * Binds a member's media line. A second line of the same member replaces the first.
   * @throws AppError `closed` when the room is closed, `full` when it is full
   */
  attach(member: MemberId, line: MediaLine): MediaPeer;
  /** The line is lost: its transports stay for the resume time, then its streams end. Ignores a line that was replaced. */
  release(member: MemberId, line: MediaLine): void;
  /** The member leaves: all of the member's streams end now. */
  detach(member: MemberId): void;
  /** Mutes the member's microphone; the member may unmute it again. Does nothing when no microphone is sent. */
  silence(member: MemberId): void;
  /**
   * Ends streams that the member may no longer send, withdraws those it may no longer see, offers those it now may.
   * Call it before `attach`: a member without rights on record may do everything. `detach` forgets the rights.
   */
  allow(member: MemberId, rights: MediaRights): void;
  /** Ends one stream of a member and tells that member. Does nothing when the stream is not sent. */
  stop(member: MemberId, source: Source, reason: StopReason): void;
  /** These members come first when more people talk than there are audio slots. */
  prefer(members: readonly MemberId[]): void;
  /** Takes in voices from other rooms of the same engine. */
  readonly ears: Ears;
  /**
   * These rooms hear the member too, also after lost lines and workers; an empty list ends it.
   * Rooms without audio slots neither send nor take in such a voice.
   */
  speakTo(member: MemberId, rooms: readonly Ears[]): void;
  /** Gives the wanted streams to a recorder, also after the loss of a worker; undefined ends it. */
  tap(tap: Tap | undefined): void;
  /** What the recorder wants has changed: unwanted streams end before this returns. */
  reviewTap(): void;
  close(): void;
}

/** The port to the SFU. */
export interface MediaEngine {
  /**
   * The room of this id; made when there is none. `onFact` gets the room's facts until the room is closed
   * or a later call for the same id passes another `onFact`.
   * @throws AppError `unavailable` when no worker can take the room
   */
  createRoom(id: RoomId, onFact: (fact: MediaFact) => void): Promise<MediaRoom>;
  /** True while at least one worker answers. */
  healthy(): boolean;
  /** For each worker: the streams that it carries, and how many of the pictures it gives up now, 0 to 5. */
  readonly workers: readonly { readonly load: number; readonly shed: number }[];
  /** Ends all workers and frees their ports. */
  close(): Promise<void>;
}
