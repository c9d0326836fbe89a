import * as z from 'zod/mini';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';
import { mediaLimits } from './limits.ts';
import { MediaPass } from '../../core/wire.ts';

/** The cameras that one member may send at once, each as a stream of its own. */
export const cameraSources = ['camera', 'camera2', 'camera3'] as const;
export type CameraSource = (typeof cameraSources)[number];

/** `contentCamera` shows things, not its sender; it is treated as a screen. */
export const sources = ['mic', ...cameraSources, 'contentCamera', 'screen', 'screenAudio'] as const;
export const Source = z.enum(sources);
export type Source = z.infer<typeof Source>;

/** Audio or video, by source. */
export const kindOfSource = {
  mic: 'audio',
  camera: 'video',
  camera2: 'video',
  camera3: 'video',
  contentCamera: 'video',
  screen: 'video',
  screenAudio: 'audio',
} as const satisfies Record<Source, 'audio' | 'video'>;

/** True for a source that shows its sender; a lock can hide it from other members. */
export function isCamera(source: Source): source is CameraSource {
  return cameraSources.some((camera) => camera === source);
}

/** The sources that end when another member ends this one: all cameras of a member end together. */
export function endedWith(source: Source): readonly Source[] {
  return isCamera(source) ? cameraSources : [source];
}

export const Stream = z.object({ muted: z.boolean() });
export type Stream = z.infer<typeof Stream>;

const EngineId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** Not parsed here; the media engine checks every field before the SFU gets it. */
const Parameters = z.record(z.string(), z.unknown());

export const TransportSide = z.enum(['send', 'recv']);
export type TransportSide = z.infer<typeof TransportSide>;

const TransportInfo = z.object({
  id: EngineId,
  iceParameters: Parameters,
  iceCandidates: z.array(Parameters),
  dtlsParameters: Parameters,
});
export type TransportInfo = z.infer<typeof TransportInfo>;

const consumer = {
  id: EngineId,
  producerId: EngineId,
  kind: z.enum(['audio', 'video']),
  rtpParameters: Parameters,
};

/** A stream of another member, as this member receives it. It starts paused. */
export const MemberConsumer = z.object({ ...consumer, member: MemberId, source: Source });
export type MemberConsumer = z.infer<typeof MemberConsumer>;

/** A consumer of an audio slot, counted from 0: one stream for the whole session that carries the talking members. */
export const SlotConsumer = z.object({
  ...consumer,
  slot: z.int().check(z.minimum(0), z.maximum(mediaLimits.audioSlots - 1)),
});
export type SlotConsumer = z.infer<typeof SlotConsumer>;

export const ConsumerInfo = z.union([MemberConsumer, SlotConsumer]);
export type ConsumerInfo = z.infer<typeof ConsumerInfo>;

export const largestLayer = 2;

/** A simulcast layer; 0 is the smallest. */
const Layer = z.int().check(z.minimum(0), z.maximum(largestLayer));
export type Layer = z.infer<typeof Layer>;

/** Which pictures a busy server sends: all as asked for; all in smaller layers; only some; none, so that sound goes on. */
export const Shown = z.enum(['all', 'smaller', 'some', 'none']);
export type Shown = z.infer<typeof Shown>;

/** Why the server ended a stream: its sender may no longer send it, or a moderator ended it for now. */
const StopReason = z.enum(['forbidden', 'ended']);
export type StopReason = z.infer<typeof StopReason>;

/**
 * How a client uses one consumer: `paused` while it cannot be seen, and the layer that its size on the screen needs.
 * `paused` defaults to false for audio and true for video, so that unwatched video is not sent.
 */
export const Watch = z.strictObject({
  id: EngineId,
  paused: z.optional(z.boolean()),
  layer: z.optional(Layer),
  priority: z.optional(z.int().check(z.minimum(1), z.maximum(255))),
});
export type Watch = z.infer<typeof Watch>;

/** How a member's connection is, as their own client measures it. */
export const Quality = z.enum(['good', 'fair', 'weak']);
export type Quality = z.infer<typeof Quality>;

const none = z.object({});
const bulk = mediaLimits.consumersPerMessage;
const signalling = perSecond(10, 40);

/** The ability that sending each source takes. */
export const abilityOfSource = {
  mic: 'micShare',
  camera: 'cameraShare',
  camera2: 'cameraShare',
  camera3: 'cameraShare',
  contentCamera: 'screenShare',
  screen: 'screenShare',
  screenAudio: 'screenShare',
} as const;

export const media = contract('media', {
  /** The streams that each member sends now. Member and source name a stream; transport and worker do not. */
  state: z.object({ streams: z.record(MemberId, z.partialRecord(Source, Stream)) }),
  commands: {
    /** Returns a new ticket for the media line, for a client that lost only that line. */
    ticket: command({
      limit: { burst: 10, perSecond: 0.5 },
      input: z.strictObject({}),
      output: MediaPass,
    }),
    /**
     * Ends a stream of a member for now; the member may start it again. All cameras of a member end together. Not allowed
     * for a member of a higher role.
     */
    stop: command({
      needs: 'memberManage',
      limit: perSecond(5, 20),
      input: z.strictObject({ member: MemberId, source: Source }),
      output: none,
    }),
    /**
     * Says how the caller's connection is: when that changes, and again within `mediaLimits.reportMs` while it is not good.
     * Changes no state: members who manage people get `suffers`.
     */
    report: command({ limit: perSecond(0.5, 5), input: z.strictObject({ quality: Quality }), output: none }),
  },
  requests: {
    /** The first request on every media line. `session` resumes the transports of a lost line. */
    open: command({
      limit: { burst: 10, perSecond: 1 },
      input: z.strictObject({ session: z.optional(EngineId) }),
      output: z.object({
        session: EngineId,
        resumed: z.boolean(),
        routerRtpCapabilities: Parameters,
        send: TransportInfo,
        recv: TransportInfo,
      }),
    }),
    /** Says what this browser can receive; from then on the server offers consumers. `have`: consumers that it kept. */
    ready: command({
      limit: signalling,
      input: z.strictObject({
        rtpCapabilities: Parameters,
        have: z.array(EngineId).check(z.maxLength(bulk)),
      }),
      output: none,
    }),
    connect: command({
      limit: signalling,
      input: z.strictObject({ side: TransportSide, dtlsParameters: Parameters }),
      output: none,
    }),
    restartIce: command({
      limit: signalling,
      input: z.strictObject({ side: TransportSide }),
      output: z.object({ iceParameters: Parameters }),
    }),
    publish: command({
      needs: { field: 'source', of: abilityOfSource },
      limit: signalling,
      input: z.strictObject({ source: Source, rtpParameters: Parameters, muted: z.boolean() }),
      output: z.object({ producerId: EngineId }),
    }),
    unpublish: command({ limit: signalling, input: z.strictObject({ source: Source }), output: none }),
    mute: command({
      limit: signalling,
      input: z.strictObject({ source: Source, muted: z.boolean() }),
      output: none,
    }),
    /** Sets pause, layer and priority of many consumers at once. */
    watch: command({
      limit: perSecond(20, 60),
      input: z.strictObject({ consumers: z.array(Watch).check(z.maxLength(bulk)) }),
      output: none,
    }),
  },
  asks: {
    /** Offers consumers; the browser answers when it is ready for their packets. */
    consume: { input: z.object({ consumers: z.array(ConsumerInfo) }), output: none },
  },
  notices: {
    consumersClosed: z.object({ ids: z.array(EngineId) }),
    /** The holder of each audio slot, null for an empty one; always all slots. */
    slots: z.object({ members: z.array(z.nullable(MemberId)) }),
    /** The server ended a stream of this member. Not sent when the client ended it itself or published it again. */
    stopped: z.object({ source: Source, reason: StopReason }),
    /** The largest watched layer of this member's video; null: nobody watches it. Encode all layers until the first notice. */
    wanted: z.object({ source: Source, layer: z.nullable(Layer) }),
    /** Which pictures you get now. Until told on a line: all. */
    pictures: z.object({ shown: Shown }),
    /** The session is gone because its worker died: the client must open and publish again. */
    reset: none,
  },
  events: {
    /** A stream started. Not emitted again when it only moved to another transport or worker. */
    published: durable(z.object({ member: MemberId, source: Source, muted: z.boolean() })),
    unpublished: durable(z.object({ member: MemberId, source: Source })),
    /** All streams ended: all members left at once, or the server restarted. */
    allUnpublished: durable(z.object({})),
    /** Another member ended the stream, and those that end with it (`endedWith`). Emitted in place of `unpublished`. */
    stopped: durable(z.object({ member: MemberId, source: Source, by: MemberId })),
    muted: durable(z.object({ member: MemberId, source: Source, muted: z.boolean() })),
    /** The members who talk now, loudest first. Emitted only when the list changes. */
    speaking: volatile(z.object({ members: z.array(MemberId) })),
    /** A member reported the connection. Sent to members who manage people only, and not to the member. */
    suffers: volatile(z.object({ member: MemberId, quality: Quality })),
  },
});
