import type { RequestInput, RequestName, RequestOutput } from '@plenum/shared/core/contract';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { MediaPass } from '@plenum/shared/core/wire';
import type { ConsumerInfo, Layer, media, Source } from '@plenum/shared/features/media/contract';

/** What the engine did; the media feature turns these into events. `member` is who sends the stream. */
export type MediaFact =
  | { readonly type: 'published'; readonly member: MemberId; readonly source: Source; readonly muted: boolean }
  | { readonly type: 'unpublished'; readonly member: MemberId; readonly source: Source }
  | { readonly type: 'muted'; readonly member: MemberId; readonly source: Source; readonly muted: boolean }
  /** Who is talking now, loudest first. */
  | { readonly type: 'speaking'; readonly members: readonly MemberId[] };

/** Makes the permission to open a media line, and says where. */
export type GrantMedia = (room: RoomId, member: MemberId) => MediaPass;

/** Why a stream was ended by the server: not allowed any more, or ended by somebody for now. */
export type StopReason = 'forbidden' | 'ended';

/** What one member may send and see. */
export interface MediaRights {
  readonly send: readonly Source[];
  /** True: every camera. False: those of members who lead, and nothing of the others leaves the engine. */
  readonly seesCameras: boolean;
  /** Whose camera everybody may see. */
  readonly leads: boolean;
}

/** How the engine reaches one member's browser. Its methods never throw at once, also when the line is lost already. */
export interface MediaLine {
  /**
   * Offers streams in bulk; resolves when the browser is ready for their packets. Rejects when the line is lost.
   * One at a time; ids of an offer are not in `consumersClosed` before it is answered.
   */
  consume(consumers: readonly ConsumerInfo[]): Promise<void>;
  consumersClosed(ids: readonly string[]): void;
  /** Who is heard through each audio slot. */
  slots(members: readonly (MemberId | undefined)[]): void;
  /** A stream of this member was ended here. */
  stopped(source: Source, reason: StopReason): void;
  /** The largest layer of a video of this member that anybody watches; null when nobody does. */
  wanted(source: Source, layer: Layer | null): void;
  /** The session's engine is gone: the browser opens again and publishes again. */
  reset(): void;
}

/** One member's way into the engine: a method for each request of the media contract, input already parsed. */
export type MediaPeer = {
  readonly [K in RequestName<typeof media>]: (
    input: RequestInput<typeof media, K>,
  ) => Promise<RequestOutput<typeof media, K>>;
};

/** Where a voice from another room comes in. */
export interface Ears {
  /** One RTP packet of a microphone; the buffer is given away. */
  hear(member: MemberId, packet: Buffer): void;
  /** This voice comes no more. */
  silence(member: MemberId): void;
}

/** The media half of one room. */
export interface MediaRoom {
  /**
   * Binds a member's media line; a second line of the same member takes the place of the first.
   * @throws AppError `closed` when the room is closed, `full` when it is full
   */
  attach(member: MemberId, line: MediaLine): MediaPeer;
  /** The line is lost: its transports live on for the resume time, then its streams end. Ignores a line already replaced. */
  release(member: MemberId, line: MediaLine): void;
  /** The member is gone: everything of theirs ends now. */
  detach(member: MemberId): void;
  /** Mutes the member's microphone; whoever may speak opens it again. Does nothing when none is sent. */
  silence(member: MemberId): void;
  /**
   * Ends what the member sends and may no longer send, takes away what it may no longer see, and offers what it may.
   * Best told before `attach`; whoever was never told about may do everything. Forgotten with `detach`.
   */
  allow(member: MemberId, rights: MediaRights): void;
  /** Ends one stream of a member, who is told. Does nothing when it is not sent. */
  stop(member: MemberId, source: Source, reason: StopReason): void;
  /** Who comes first when more people talk than can be heard. */
  prefer(members: readonly MemberId[]): void;
  /** For voices from other rooms of the same engine. */
  readonly ears: Ears;
  /**
   * What the member says here is heard in these rooms too, from now on and through every loss; nowhere else with an empty
   * list. Rooms without audio slots neither send nor hear such a voice.
   */
  speakTo(member: MemberId, rooms: readonly Ears[]): void;
  close(): void;
}

/** The SFU behind one port. */
export interface MediaEngine {
  /**
   * The room of this id, made when there is none. `onFact` hears what happens in it until it is closed, or until
   * somebody asks for the same room again and hears in its place.
   * @throws AppError `unavailable` when no worker can take it
   */
  createRoom(id: RoomId, onFact: (fact: MediaFact) => void): Promise<MediaRoom>;
  /** True while at least one worker answers. */
  healthy(): boolean;
  /** Ends all workers and frees their ports. */
  close(): Promise<void>;
}
