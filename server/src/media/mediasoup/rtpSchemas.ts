import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';

// Every text that passes here can end in the SDP of another member's browser. So no text may hold a line break, a space
// that ends a field, or any other character that could begin an SDP line.
const token = (max: number) => z.string().check(z.maxLength(max), z.regex(/^[A-Za-z0-9_.,=+/:-]*$/));
const printable = (max: number) => z.string().check(z.maxLength(max), z.regex(/^[\x21-\x7e]*$/));
const whole = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));

const payloadType = whole(0, 127);
const ssrc = whole(1, 0xffff_ffff);
const kind = z.enum(['audio', 'video']);
/** The codecs of the rooms' routers (`codecs.ts`), and retransmission. */
const mimeType = z.enum(['audio/opus', 'video/VP8', 'video/VP9', 'video/H264', 'video/rtx']);
const uri = z.enum([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'urn:mediasoup:params:rtp-hdrext:packet-id',
]);

const extensionId = whole(1, 14);
const codecSettings = z
  .record(
    z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)),
    z.union([token(255), z.number().check(z.minimum(-0x8000_0000), z.maximum(0x7fff_ffff))]),
  )
  .check(
    z.refine((settings) => Object.keys(settings).length <= 32, 'too many codec parameters'),
    z.refine(({ apt = 0 }) => Number.isInteger(apt), 'apt names a payload type'),
  );

const codecBase = {
  mimeType,
  clockRate: whole(8_000, 192_000),
  channels: z.exactOptional(whole(1, 8)),
  parameters: z.exactOptional(codecSettings),
  rtcpFeedback: z.exactOptional(
    z.array(z.object({ type: token(32), parameter: z.exactOptional(token(32)) })).check(z.maxLength(16)),
  ),
};

const Encoding = z.object({
  ssrc: z.exactOptional(ssrc),
  rid: z.exactOptional(z.string().check(z.regex(/^[A-Za-z0-9]{1,16}$/))),
  rtx: z.exactOptional(z.object({ ssrc })),
  codecPayloadType: z.exactOptional(payloadType),
  dtx: z.exactOptional(z.boolean()),
  scalabilityMode: z.exactOptional(z.string().check(z.regex(/^[LS][1-3]T[1-3](h|_KEY|_KEY_SHIFT)?$/))),
  maxBitrate: z.exactOptional(whole(0, 1_000_000_000)),
});

const RawRtpParameters = z.object({
  mid: z.exactOptional(z.string().check(z.regex(/^[A-Za-z0-9]{1,8}$/))),
  codecs: z.array(z.object({ ...codecBase, payloadType })).check(z.minLength(1), z.maxLength(8)),
  headerExtensions: z.exactOptional(
    z.array(z.object({ uri, id: extensionId, encrypt: z.exactOptional(z.literal(false)) })).check(z.maxLength(14)),
  ),
  encodings: z.array(Encoding).check(z.minLength(1), z.maxLength(4)),
  rtcp: z.exactOptional(
    z.object({ cname: z.exactOptional(printable(255)), reducedSize: z.exactOptional(z.boolean()) }),
  ),
});
type RawRtpParameters = z.infer<typeof RawRtpParameters>;

function isUnique(values: readonly (string | number | undefined)[]): boolean {
  const given = values.filter((value) => value !== undefined);
  return new Set(given).size === given.length;
}

function agrees({ mid, codecs, headerExtensions = [], encodings }: RawRtpParameters): boolean {
  const mediaCodecs = codecs.filter((codec) => codec.mimeType !== 'video/rtx');
  const [codec] = mediaCodecs;
  const svc = codec?.mimeType === 'video/VP9' && encodings.length === 1;
  return (
    mediaCodecs.length === 1 &&
    isUnique(codecs.map(({ payloadType }) => payloadType)) &&
    isUnique(headerExtensions.map(({ id }) => id)) &&
    isUnique(headerExtensions.map((extension) => extension.uri)) &&
    isUnique(encodings.flatMap((encoding) => [encoding.ssrc, encoding.rtx?.ssrc])) &&
    isUnique(encodings.map(({ rid }) => rid)) &&
    encodings.every(({ codecPayloadType = codec?.payloadType }) => codecPayloadType === codec?.payloadType) &&
    encodings.every(({ ssrc, rid }) => isNamed(ssrc, rid, encodings.length === 1 && mid !== undefined)) &&
    // The worker counts layers by the first encoding, and aborts where another encoding has fewer.
    encodings.every(({ scalabilityMode }) => scalabilityMode === encodings[0]?.scalabilityMode) &&
    (svc || encodings.every(({ scalabilityMode = 'L1' }) => scalabilityMode[1] === '1'))
  );
}

/** Each layer needs a rid, a single stream at least a mid. The worker aborts when an encoding begins twice, by SSRC and by rid. */
function isNamed(ssrc: number | undefined, rid: string | undefined, hasMid: boolean): boolean {
  if (ssrc !== undefined && rid !== undefined) return false;
  return ssrc !== undefined || rid !== undefined || hasMid;
}

/** RTP parameters of a browser, as mediasoup may see them. */
export const RtpParameters = RawRtpParameters.check(z.refine(agrees, 'the parts do not agree with each other'));
export type RtpParameters = z.infer<typeof RtpParameters>;

/** RTP capabilities of a browser. */
export const RtpCapabilities = z.object({
  codecs: z
    .array(z.object({ ...codecBase, kind, preferredPayloadType: payloadType }))
    .check(z.minLength(1), z.maxLength(32)),
  headerExtensions: z
    .array(z.object({ kind, uri, preferredId: extensionId, preferredEncrypt: z.exactOptional(z.boolean()) }))
    .check(z.maxLength(32)),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

const hex = (bytes: number) =>
  z.string().check(z.regex(new RegExp(`^(?:[0-9A-Fa-f]{2}:){${bytes - 1}}[0-9A-Fa-f]{2}$`)));

/** DTLS parameters of a browser. Fingerprints by SHA-256 or better only; an empty list has killed a worker. */
export const DtlsParameters = z.object({
  role: z.exactOptional(z.enum(['auto', 'client', 'server'])),
  fingerprints: z
    .array(
      z.discriminatedUnion('algorithm', [
        z.object({ algorithm: z.literal('sha-256'), value: hex(32) }),
        z.object({ algorithm: z.literal('sha-384'), value: hex(48) }),
        z.object({ algorithm: z.literal('sha-512'), value: hex(64) }),
      ]),
    )
    .check(z.minLength(1), z.maxLength(4)),
});
export type DtlsParameters = z.infer<typeof DtlsParameters>;

/** Parses a value and drops every unknown field. @throws AppError `invalid` */
export function check<S extends z.ZodMiniType>(schema: S, what: string, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new AppError(
    'invalid',
    `${what} cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.slice(0, 200),
  );
}

/** @throws AppError `invalid` when a codec is of another kind, or when retransmission is the only codec */
export function checkKind({ codecs, encodings }: RtpParameters, expected: 'audio' | 'video'): void {
  const fits =
    codecs.every((codec) => codec.mimeType.startsWith(`${expected}/`)) &&
    codecs[0]?.mimeType !== 'video/rtx' &&
    (expected === 'video' || (encodings.length === 1 && /^(?:[LS]1T1)?$/.test(encodings[0]?.scalabilityMode ?? '')));
  if (!fits) throw new AppError('invalid', `These are not the parameters of one ${expected} stream.`);
}
