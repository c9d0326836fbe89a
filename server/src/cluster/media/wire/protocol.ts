import { MemberId, RoomId } from '@plenum/shared/core/ids';
import { Source, TransportSide } from '@plenum/shared/features/media/contract';
import * as z from 'zod/mini';
import type { ShedLevel } from '../../../media/overload/shedLevels.ts';
import type { Sayings } from './Wire.ts';

/** Goes up with each change of a message below. Nodes of different versions do not share media. */
export const mediaWireVersion = 1;

/** Names a thing at a media node; the owner counts them up for each wire. */
const Handle = z.int().check(z.minimum(1), z.maximum(0xffff_ffff));
const StreamId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
/** RTP, ICE, DTLS and SRTP parameters: the router checks every field, a frame bounds the size. */
const Parameters = z.record(z.string(), z.unknown());
const levels: readonly ShedLevel[] = [0, 1, 2, 3, 4, 5, 6, 7];
const Shed = z.custom<ShedLevel>((value) => levels.some((level) => level === value));
const Level = z.number().check(z.minimum(-127), z.maximum(0));
const Count = z.int().check(z.minimum(0));
const Kind = z.enum(['audio', 'video']);
const Layer = z.int().check(z.minimum(0), z.maximum(2));

const Transport = z.strictObject({
  id: StreamId,
  iceParameters: Parameters,
  iceCandidates: z.array(Parameters).check(z.maxLength(64)),
  dtlsParameters: Parameters,
});
const nothing = z.strictObject({});
const ask = <I extends z.ZodMiniType, O extends z.ZodMiniType>(input: I, output: O) => ({ input, output });
/** Does something with the thing of this handle. */
const act = <S extends Record<string, z.ZodMiniType>>(shape: S) =>
  ask(z.strictObject({ on: Handle, ...shape }), nothing);

/** What the owner of a room says to a media node. `on` is a thing that is there, `as` the handle of the new one. */
export const ownerSays = {
  asks: {
    /** `fence`: the number of the owner's lease. `levels`: the router measures who talks. */
    'router:create': ask(
      z.strictObject({ as: Handle, room: RoomId, fence: Count, levels: z.boolean() }),
      z.strictObject({ rtpCapabilities: Parameters, levelExtension: z.int(), shed: Shed }),
    ),
    'pair:create': ask(
      z.strictObject({ on: Handle, as: Handle, member: MemberId, expects: Count }),
      z.strictObject({ send: Transport, recv: Transport, shed: Shed }),
    ),
    'pair:connect': act({ side: TransportSide, dtlsParameters: Parameters }),
    'pair:restartIce': ask(
      z.strictObject({ on: Handle, side: TransportSide }),
      z.strictObject({ iceParameters: Parameters }),
    ),
    'pair:produce': ask(
      z.strictObject({
        on: Handle,
        as: Handle,
        member: MemberId,
        source: Source,
        rtpParameters: Parameters,
        paused: z.boolean(),
      }),
      z.strictObject({ id: StreamId }),
    ),
    'pair:consume': ask(
      z.strictObject({ on: Handle, as: Handle, stream: StreamId }),
      z.nullable(z.strictObject({ id: StreamId, rtpParameters: Parameters })),
    ),
    'producer:pause': act({ paused: z.boolean() }),
    'producer:hold': act({ held: z.boolean() }),
    'consumer:pause': act({ paused: z.boolean() }),
    'consumer:layer': act({ layer: Layer, calm: z.boolean() }),
    'consumer:priority': act({ priority: z.int().check(z.minimum(1), z.maximum(255)) }),
    /** The packets of a stream come back under this handle until the stream ends. */
    'stream:tap': ask(z.strictObject({ on: Handle, as: Handle, stream: StreamId }), nothing),
    'stream:record': ask(
      z.strictObject({ on: Handle, as: Handle, stream: StreamId, layer: z.nullable(Layer) }),
      z.strictObject({ begun: z.boolean() }),
    ),
    /** Packets that the owner sends under this handle are the slot's. */
    'slot:create': act({ as: Handle, id: StreamId, ssrc: z.int().check(z.minimum(1), z.maximum(0xffff_ffff)) }),
    'link:create': ask(z.strictObject({ on: Handle, as: Handle }), z.strictObject({ address: Parameters })),
    'link:connect': act({ address: Parameters }),
    'link:send': ask(
      z.strictObject({ on: Handle, as: Handle, stream: StreamId }),
      z.strictObject({ rtpParameters: Parameters }),
    ),
    'link:receive': act({ as: Handle, id: StreamId, kind: Kind, rtpParameters: Parameters }),
    'link:pause': act({ paused: z.boolean() }),
    'link:read': ask(z.strictObject({ on: Handle }), z.strictObject({ sent: Count, received: Count, lost: z.int() })),
  },
  tells: {
    /** Ends the thing of this handle, with all that was made on it; also one that is still being made. */
    close: z.strictObject({ on: Handle }),
    'pair:capabilities': z.strictObject({ on: Handle, rtpCapabilities: Parameters }),
    'recording:key': z.strictObject({ on: Handle }),
  },
} as const satisfies Sayings;

/** The load of a media node, as it tells every owner now and then. */
export const NodeLoad = z.strictObject({
  /** Streams that it sends, or will soon. */
  streams: Count,
  /** Streams that it should not exceed. */
  capacity: Count,
  /** How much its calmest worker gives up. */
  shed: Shed,
  /** True: it takes no more members. */
  draining: z.boolean(),
});
export type NodeLoad = z.infer<typeof NodeLoad>;

/** What a media node says to the owner of rooms. */
export const nodeSays = {
  asks: {},
  tells: {
    load: NodeLoad,
    /** The router and all on it are gone. */
    'router:lost': z.strictObject({ on: Handle }),
    'router:shed': z.strictObject({
      on: Handle,
      shed: Shed,
      pairs: z.array(z.tuple([Handle, Shed])).check(z.maxLength(5_000)),
    }),
    'router:levels': z.strictObject({
      on: Handle,
      levels: z.array(z.strictObject({ member: MemberId, level: Level })).check(z.maxLength(64)),
    }),
    /** The transports of one member are gone; the router goes on. */
    'pair:lost': z.strictObject({ on: Handle }),
    'recording:report': z.strictObject({ on: Handle, timestamp: z.number(), ntp: z.number() }),
  },
} as const satisfies Sayings;
