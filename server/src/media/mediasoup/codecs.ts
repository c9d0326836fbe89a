import type { types } from 'mediasoup';

/** What rooms speak, in order of preference. VP8 first: every browser sends three layers of it. */
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
  /** First guess of what a viewer's network takes; the estimator corrects it within seconds. */
  firstOutgoing: 1_000_000,
  /** What one member may send in all: three cameras in three layers, another as content, a screen and two sounds. */
  maxIncoming: 12_000_000,
} as const;

/** Seconds without an answer to a consent check until ICE counts as disconnected. */
export const iceConsentTimeout = 15;
