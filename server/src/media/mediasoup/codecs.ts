import type { types } from 'mediasoup';

/** The codecs of every room, in order of preference. VP8 first: every browser sends three layers of it. */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    // FEC repairs a lost packet from the next one; DTX sends almost nothing while nobody talks.
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
];

/** Bits per second. */
export const bitrates = {
  /** First estimate of a viewer's bandwidth; the estimator corrects it within seconds. */
  firstOutgoing: 1_000_000,
  /** The most that one member may send: three cameras in three layers, a content camera, a screen and two audio streams. */
  maxIncoming: 12_000_000,
} as const;

/** Seconds without an answer to a consent check until ICE counts as disconnected. */
export const iceConsentTimeout = 15;

/**
 * The shortest time between two requests for a key frame of one stream, in ms. Each newcomer needs one, but it goes to
 * everybody: while hundreds come, a stream would consist of key frames. A newcomer's picture waits for it that long at most.
 */
export const keyFrameRequestDelay = 300;
