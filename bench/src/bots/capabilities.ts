import type { types } from 'mediasoup-client';

/**
 * What bots can send and receive. Without retransmission and bandwidth estimation, a bot receives exactly what it asked
 * the server for.
 */
export function capabilities(): types.RtpCapabilities {
  return {
    codecs: [
      { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 111, clockRate: 48_000, channels: 2 },
      {
        kind: 'video',
        mimeType: 'video/VP8',
        preferredPayloadType: 96,
        clockRate: 90_000,
        rtcpFeedback: [
          { type: 'ccm', parameter: 'fir' },
          { type: 'nack', parameter: 'pli' },
        ],
      },
    ],
    headerExtensions: [
      { kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', preferredId: 10, direction: 'sendrecv' },
    ],
  };
}
