import * as z from 'zod/mini';
import { command, contract, durable, perSecond, volatile } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';
import { mediaLimits } from './limits.ts';
import { MediaPass } from '../../core/wire.ts';

/** As many cameras as one person may send, each a stream of its own. */
export const cameraSources = ['camera', 'camera2', 'camera3'] as const;
export type CameraSource = (typeof cameraSources)[number];

/** `contentCamera` shows things, not its sender: to everybody it is what a screen is. */
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

/** True for what shows the person themselves, which not everybody may see at all times. */
export function isCamera(source: Source): source is CameraSource {
  return cameraSources.some((camera) => camera === source);
}

/** What ends when somebody else ends this: whoever is asked to stop their camera is not to be seen by another. */
export function endedWith(source: Source): readonly Source[] {
  return isCamera(source) ? cameraSources : [source];
}

export const Stream = z.object({ muted: z.boolean() });
export type Stream = z.infer<typeof Stream>;

const EngineId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** Opaque here; the media engine checks every field before the SFU sees it. */
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

/** One stream of somebody else, as this member receives it. It starts paused. */
export const MemberConsumer = z.object({ ...consumer, member: MemberId, source: Source });
export type MemberConsumer = z.infer<typeof MemberConsumer>;

/** An audio slot, counted from 0: one stream for as long as the session lasts, in which whoever talks is heard. */
export const SlotConsumer = z.object({
  ...consumer,
  slot: z.int().check(z.minimum(0), z.maximum(mediaLimits.audioSlots - 1)),
});
export type SlotConsumer = z.infer<typeof SlotConsumer>;

export const ConsumerInfo = z.union([MemberConsumer, SlotConsumer]);
export type ConsumerInfo = z.infer<typeof ConsumerInfo>;

export const largestLayer = 2;

/** A layer of simulcast, 0 the smallest. */
const Layer = z.int().check(z.minimum(0), z.maximum(largestLayer));
export type Layer = z.infer<typeof Layer>;

/** Which pictures a busy server sends: all as asked for; all in smaller layers; only some; none, so that sound goes on. */
export const Shown = z.enum(['all', 'smaller', 'some', 'none']);
export type Shown = z.infer<typeof Shown>;

/** Why the server ended a stream: its sender may not send it any more, or somebody ended it for now. */
const StopReason = z.enum(['forbidden', 'ended']);
export type StopReason = z.infer<typeof StopReason>;

/**
 * How one consumer is looked at: paused when it cannot be seen, the layer that its size on screen needs. Left out,
 * `paused` is false for sound and true for pictures: one that nobody looks at is not sent.
 */
export const Watch = z.strictObject({
  id: EngineId,
  paused: z.optional(z.boolean()),
  layer: z.optional(Layer),
  priority: z.optional(z.int().check(z.minimum(1), z.maximum(255))),
});
export type Watch = z.infer<typeof Watch>;

const none = z.object({});
const bulk = mediaLimits.consumersPerMessage;
const signalling = perSecond(10, 40);

/** Which right it takes to send each source. */
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
  /** What each member sends now; a stream is named by its member and source, whatever carries it. */
  state: z.object({ streams: z.record(MemberId, z.partialRecord(Source, Stream)) }),
  commands: {
    /** A new ticket for the media line, when only that line was lost. */
    ticket: command({
      limit: { burst: 10, perSecond: 0.5 },
      input: z.strictObject({}),
      output: MediaPass,
    }),
    /**
     * Ends what somebody sends, for now: they may start it again. A camera ends with all of their cameras. Nobody does that
     * to somebody above themselves.
     */
    stop: command({
      needs: 'memberManage',
      limit: perSecond(5, 20),
      input: z.strictObject({ member: MemberId, source: Source }),
      output: none,
    }),
  },
  requests: {
    /** First on every media line. `session` asks to go on with the transports that a lost line left behind. */
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
    /** What this browser can receive; from here on consumers are offered. `have` are consumers kept from before. */
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
    /** What can be seen and how large, for many consumers at once. */
    watch: command({
      limit: perSecond(20, 60),
      input: z.strictObject({ consumers: z.array(Watch).check(z.maxLength(bulk)) }),
      output: none,
    }),
  },
  asks: {
    /** Receive these; answered when the browser is ready for their packets. */
    consume: { input: z.object({ consumers: z.array(ConsumerInfo) }), output: none },
  },
  notices: {
    consumersClosed: z.object({ ids: z.array(EngineId) }),
    /** Who is heard through each audio slot now, null for nobody; all of them each time. */
    slots: z.object({ members: z.array(z.nullable(MemberId)) }),
    /** A stream of yours was ended by the server. Not sent when you ended it yourself or published it again. */
    stopped: z.object({ source: Source, reason: StopReason }),
    /** The largest layer of a video of yours that anybody watches; null: nobody watches it. Until told: everything. */
    wanted: z.object({ source: Source, layer: z.nullable(Layer) }),
    /** Which pictures you get now. Until told on a line: all. */
    pictures: z.object({ shown: Shown }),
    /** The engine behind this session is gone (a worker died): open again, publish again. */
    reset: none,
  },
  events: {
    /** A stream started. Not emitted again when it only moved to another transport or worker. */
    published: durable(z.object({ member: MemberId, source: Source, muted: z.boolean() })),
    unpublished: durable(z.object({ member: MemberId, source: Source })),
    /** Everybody's streams ended: all have left at once, or the server has started again. */
    allUnpublished: durable(z.object({})),
    /** Somebody else ended it, and what ends with it (`endedWith`). Told in place of `unpublished`. */
    stopped: durable(z.object({ member: MemberId, source: Source, by: MemberId })),
    muted: durable(z.object({ member: MemberId, source: Source, muted: z.boolean() })),
    /** Who is talking now, loudest first; emitted only when the list changes. */
    speaking: volatile(z.object({ members: z.array(MemberId) })),
  },
});
